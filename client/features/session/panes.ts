import type { Pane } from './session-film.tsx';
import { type MarksWanted, sessionMarks } from './session-marks.ts';
import type { FilmState } from './use-film-state.ts';

/** One pane of everybody's marks, or one for each reader who is not hidden. */
export function panesOf(
  { mode, hidden, only }: Pick<FilmState, 'mode' | 'hidden' | 'only'>,
  wanted: Omit<MarksWanted, 'hidden' | 'only'>,
): readonly Pane[] {
  const shown = wanted.roster.readers.filter(({ id }) => !hidden.has(id));
  if (mode !== 'side by side' || shown.length === 0)
    return [{ key: 'all', title: undefined, marks: sessionMarks({ ...wanted, hidden, only }) }];
  return shown.map(({ id, letter, name }) => ({
    key: id,
    title: name === `Reader ${letter}` ? name : `${letter} ${name}`,
    marks: sessionMarks({ ...wanted, hidden: new Set(), only: id }),
  }));
}
