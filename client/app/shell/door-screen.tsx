import type { ReactNode } from 'react';
import classes from './door-screen.module.css';
import { Logo } from './logo.tsx';
import { usePageTitle, useTheme } from './theme.ts';

/** Outside the house: signing in and accepting an invitation. */
export function DoorScreen({ title, children }: { title: string; children: ReactNode }) {
  useTheme('desk');
  usePageTitle(title);
  return (
    <div className={classes.door}>
      <header className={classes.name}>
        <Logo size={26} /> Consilium
      </header>
      <main className={classes.content}>
        <h1>{title}</h1>
        {children}
      </main>
      <p className={classes.what}>Live co-annotation and consensus for medical data</p>
    </div>
  );
}
