import { CircleAlert, CircleCheck, Info, OctagonX } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

export type NoticeKind = 'info' | 'done' | 'attention' | 'stop';

const icons = { info: Info, done: CircleCheck, attention: CircleAlert, stop: OctagonX };

/** Something to know, in place. `attention` needs the reader, `stop` keeps them from going on; each has its icon, never only its colour. */
export function Notice({
  kind = 'info',
  title,
  children,
  actions,
}: {
  kind?: NoticeKind;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const Glyph = icons[kind];
  return (
    <div className={classes.notice} data-kind={kind} role={kind === 'stop' ? 'alert' : 'status'}>
      <Glyph size={16} aria-hidden="true" />
      <div className={classes.words}>
        {title && <b>{title}</b>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
