import { ChevronUp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './bottom-sheet.module.css';

/** A panel beside the film; on a phone a sheet over it that is drawn up by its handle. */
export function BottomSheet({ area, title, children }: { area: 'left' | 'side'; title: string; children: ReactNode }) {
  const [isUp, setIsUp] = useState(false);
  const id = useId();
  return (
    <aside className={classes.sheet} data-area={area} data-up={isUp} aria-label={title}>
      <button
        type="button"
        className={classes.handle}
        aria-expanded={isUp}
        aria-controls={id}
        onClick={() => setIsUp(!isUp)}
      >
        {title}
        <ChevronUp size={16} aria-hidden="true" />
      </button>
      <div className={classes.content} id={id}>
        {children}
      </div>
    </aside>
  );
}
