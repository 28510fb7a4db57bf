import { ReaderBadge } from '../../ui/reader-badge.tsx';
import type { Person } from './roster.ts';
import styles from './session.module.css';

/** A reader of the case by letter and hue; anybody else by initials. */
export function PersonBadge({ person, name }: { person: Person | undefined; name?: string }) {
  const shown = name ?? person?.name ?? '';
  if (person?.hue !== undefined) return <ReaderBadge letter={person.letter} hue={person.hue} name={shown} />;
  return (
    <span className={styles.guest} role="img" aria-label={shown} title={shown}>
      {person?.letter ?? shown.slice(0, 1)}
    </span>
  );
}
