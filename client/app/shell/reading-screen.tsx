import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { BottomSheet } from './bottom-sheet.tsx';
import classes from './reading-screen.module.css';
import { StatusBar } from './status-bar.tsx';
import { usePageTitle, useTheme } from './theme.ts';

export interface ReadingScreenProps {
  /** the page's title and its one h1, for screen readers */
  readonly title: string;
  /** where the logo leads */
  readonly home?: string;
  /** top bar, left: crumbs, previous and next */
  readonly top?: ReactNode;
  /** top bar, right: people, actions */
  readonly topEnd?: ReactNode;
  /** tools, 52 px at the left; a strip below the film on a phone */
  readonly rail?: ReactNode;
  /** a list at the left of the film (the disagreements of a session) */
  readonly left?: ReactNode;
  readonly leftTitle?: string;
  /** the panel at the right; a sheet at the bottom on a phone */
  readonly side?: ReactNode;
  readonly sideTitle?: string;
  /** below the film: a timeline */
  readonly bottom?: ReactNode;
  /** figures at the right of the status bar */
  readonly status?: ReactNode;
  /** the film, on pure black */
  readonly children: ReactNode;
}

/** The dark reading room, full bleed. */
export function ReadingScreen({
  title,
  home = '/',
  top,
  topEnd,
  rail,
  left,
  leftTitle = 'List',
  side,
  sideTitle = 'Panel',
  bottom,
  status,
  children,
}: ReadingScreenProps) {
  useTheme('reading');
  usePageTitle(title);
  return (
    <div
      className={classes.screen}
      data-rail={rail !== undefined}
      data-left={left !== undefined}
      data-side={side !== undefined}
    >
      <h1 className={classes.title}>{title}</h1>
      <header className={classes.top}>
        <Home to={home} />
        <div className={classes.topStart}>{top}</div>
        <div className={classes.topEnd}>{topEnd}</div>
      </header>
      {rail !== undefined && (
        <aside className={classes.rail} aria-label="Tools">
          {rail}
        </aside>
      )}
      {left !== undefined && (
        <BottomSheet area="left" title={leftTitle}>
          {left}
        </BottomSheet>
      )}
      <main className={classes.film}>{children}</main>
      {bottom !== undefined && <div className={classes.bottom}>{bottom}</div>}
      {side !== undefined && (
        <BottomSheet area="side" title={sideTitle}>
          {side}
        </BottomSheet>
      )}
      <StatusBar>{status}</StatusBar>
    </div>
  );
}

const Home = memo(function Home({ to }: { to: string }) {
  return (
    <Link to={to} className={classes.logo} aria-label="Back to the project" title="Back to the project">
      <Logo size={20} />
    </Link>
  );
});
