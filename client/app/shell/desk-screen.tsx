import { type ReactNode, useState } from 'react';
import { usePageTitle, useTheme } from './theme.ts';
import classes from './desk-screen.module.css';
import { DeskNavigation } from './desk-navigation.tsx';
import { StatusBar } from './status-bar.tsx';

export interface DeskScreenProps {
  /** the project the navigation is for; without it only the name of the product stands there */
  readonly project?: string;
  readonly title: string;
  /** one line beside the title */
  readonly aside?: ReactNode;
  /** buttons at the right of the title */
  readonly actions?: ReactNode;
  /** figures at the right of the status bar */
  readonly status?: ReactNode;
  readonly children: ReactNode;
}

/** The light desk: navigation at the side (a drawer on a phone), the screen, the status bar. The screen scrolls, the rest stands. */
export function DeskScreen({ project, title, aside, actions, status, children }: DeskScreenProps) {
  useTheme('desk');
  usePageTitle(title);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={classes.desk}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <DeskNavigation {...(project ? { project } : {})} isOpen={isOpen} onOpen={setIsOpen} />
      <main className={classes.main} id="main" tabIndex={-1}>
        <header className={classes.head}>
          <h1>{title}</h1>
          {aside && <span className={classes.aside}>{aside}</span>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </header>
        <div className={classes.content}>{children}</div>
      </main>
      <StatusBar>{status}</StatusBar>
    </div>
  );
}
