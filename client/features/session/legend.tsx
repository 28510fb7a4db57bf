import { Eye, EyeOff } from 'lucide-react';
import type { Roster } from './roster.ts';
import styles from './session.module.css';

interface Props {
  readonly roster: Roster;
  readonly hidden: ReadonlySet<string>;
  /** the one reader shown by blinking */
  readonly only: string | undefined;
  readonly onToggle: (reader: string) => void;
}

const dashes = { solid: '', dashed: '12 7', dotted: '3 6', 'dash-dot': '16 5 3 5', double: '' } as const;

/** Whose line is whose; one click shows or hides a reader. */
export function Legend({ roster, hidden, only, onToggle }: Props) {
  return (
    <div className={styles.legend} role="group" aria-label="Readers">
      {roster.readers.map(({ id, letter, name, colour, pattern }, at) => (
        <button
          key={id}
          type="button"
          aria-pressed={!hidden.has(id)}
          data-now={only === id}
          title={`${hidden.has(id) ? 'Show' : 'Hide'} ${name} (Shift ${at + 1})`}
          onClick={() => onToggle(id)}
        >
          <svg width="34" height="6" aria-hidden="true">
            <line x1="0" y1="3" x2="34" y2="3" stroke={colour} strokeWidth="3" strokeDasharray={dashes[pattern]} />
          </svg>
          <b style={{ color: colour }}>{letter}</b>
          <span>{name}</span>
          {hidden.has(id) ? <EyeOff size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}
        </button>
      ))}
    </div>
  );
}
