import type { ReactNode } from 'react';
import classes from './panel.module.css';

/** A part of a screen, divided from the next by one line: no card, no shadow. */
export function Panel({ children, label, isFlush }: { children: ReactNode; label?: string; isFlush?: boolean }) {
  return (
    <section className={classes.panel} data-flush={isFlush ?? false} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </section>
  );
}

/** `aside` says the one thing that matters beside the heading; `actions` stand at the right. */
export function PanelHeading({
  children,
  aside,
  actions,
  level = 2,
}: {
  children: ReactNode;
  aside?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
}) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className={classes.heading}>
      <Heading>{children}</Heading>
      {aside && <span className={classes.aside}>{aside}</span>}
      {actions && <span className={classes.actions}>{actions}</span>}
    </div>
  );
}
