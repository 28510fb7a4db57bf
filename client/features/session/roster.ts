import type { MarkStyle } from '../../modalities/contract.ts';
import type { ReaderHue } from '../../ui/reader-badge.tsx';

/** A person on the session screen. Readers of the case have a letter, a hue and a dash; others their initials. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly letter: string;
  readonly hue: ReaderHue | undefined;
  /** CSS */
  readonly colour: string;
  readonly pattern: MarkStyle['pattern'];
}

export interface Roster {
  readonly readers: readonly Person[];
  /** anybody, also who has left the project */
  of(user: string): Person;
}

const hues: readonly ReaderHue[] = ['A', 'B', 'C', 'D', 'E', 'F'];
const patterns: readonly MarkStyle['pattern'][] = ['solid', 'dashed', 'dotted', 'dash-dot'];

/** Letters by name, so that everybody sees the same person under the same letter (SESS1). */
export function rosterOf(readers: readonly string[], names: Readonly<Record<string, string>>): Roster {
  const nameOf = (user: string): string => names[user] ?? 'Former member';
  const sorted = [...readers].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en') || (a < b ? -1 : 1));
  const people = sorted.map((id, at): Person => {
    const hue = hues[at % hues.length]!;
    const letter = String.fromCharCode(65 + (at % 26));
    return { id, name: nameOf(id), letter, hue, colour: `var(--r${hue})`, pattern: patterns[at % patterns.length]! };
  });
  const byId = new Map(people.map((person) => [person.id, person]));
  return { readers: people, of: (user) => byId.get(user) ?? guest(user, nameOf(user)) };
}

const guest = (id: string, name: string): Person => ({
  id,
  name,
  letter: initials(name),
  hue: undefined,
  colour: '#e6e4df',
  pattern: 'solid',
});

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => [...word].slice(0, 1))
    .slice(0, 2)
    .join('')
    .toUpperCase();
