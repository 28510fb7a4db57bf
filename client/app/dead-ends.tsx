import { Link } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import classes from './app-frame.module.css';

export function NotFound() {
  return (
    <main className={classes.alone}>
      <h1>There is no such page</h1>
      <p>It may have been moved, or is not yours to see.</p>
      <p>
        <Link to="/">All projects</Link>
      </p>
    </main>
  );
}

/** Shown where a screen's code takes more than a second to come. */
export function Opening() {
  return (
    <main className={classes.alone}>
      <Notice kind="info" title="Opening" actions={<Button onClick={() => history.back()}>Back</Button>}>
        Where the server cannot be reached, this screen opens by itself when it is back.
      </Notice>
    </main>
  );
}

/** A screen that threw: work is kept, and the person can go on elsewhere. */
export function Broken({ error }: { error: unknown }) {
  const words = error instanceof Error ? error.message : String(error);
  const isOfCode = /dynamically imported module|Importing a module|preload CSS/i.test(words); // as Chromium, Firefox and Safari say it, and Vite
  return (
    <main className={classes.alone}>
      <Notice
        kind="stop"
        title={isOfCode ? 'A part of this screen did not come' : 'This screen stopped working'}
        actions={
          <Button variant="solid" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        <p>Your work is kept on this device. {isOfCode ? 'Reload to fetch what is missing:' : 'Tell the people who run Consilium:'}</p>
        <code>{words}</code>
      </Notice>
    </main>
  );
}
