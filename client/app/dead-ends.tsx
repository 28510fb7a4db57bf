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

/** A screen that threw: work is kept, and the person can go on elsewhere. */
export function Broken({ error }: { error: unknown }) {
  return (
    <main className={classes.alone}>
      <Notice
        kind="stop"
        title="This screen stopped working"
        actions={
          <Button variant="solid" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        <p>Your work is kept on this device. Tell the people who run Consilium:</p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </Notice>
    </main>
  );
}
