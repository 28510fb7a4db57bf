import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import classes from './app-frame.module.css';
import { takeUpdate, watchForUpdate } from './service-worker-client.ts';

/** A new version waits until the person reloads; nothing is swapped under their hands. */
export function UpdateNotice() {
  const [isWaiting, setIsWaiting] = useState(false);
  useEffect(() => watchForUpdate(() => setIsWaiting(true)), []);
  if (!isWaiting) return null;
  return (
    <div className={classes.update}>
      <Notice
        title="A new version is ready"
        actions={
          <>
            <Button variant="quiet" onClick={() => setIsWaiting(false)}>
              Later
            </Button>
            <Button variant="solid" onClick={takeUpdate}>
              Reload to update
            </Button>
          </>
        }
      />
    </div>
  );
}
