import { type Command, useCommands } from '../../state/commands.ts';
import type { FilmMode } from './session-film.tsx';

export interface SessionDeeds {
  readonly step: (by: 1 | -1) => void;
  readonly stepCase: (by: 1 | -1) => void;
  readonly nextOpen: (() => void) | undefined;
  readonly options: readonly { readonly text: string; readonly choose: () => void }[];
  readonly isVoting: boolean;
  readonly readers: readonly { readonly name: string; readonly toggle: () => void }[];
  readonly mode: FilmMode;
  readonly setMode: (mode: FilmMode) => void;
  readonly lookAround: (() => void) | undefined;
  readonly follow: (() => void) | undefined;
  readonly present: (() => void) | undefined;
  readonly comment: () => void;
  readonly minutes: () => void;
  readonly redraw: (() => void) | undefined;
  readonly undo: (() => void) | undefined;
  readonly redo: (() => void) | undefined;
}

/** The key map of the session screen. */
export function useSessionCommands(deeds: SessionDeeds): void {
  const group = 'Session';
  useCommands([
    { id: 'session.next', title: 'Next row', group, keys: 'KeyJ', run: () => deeds.step(1) },
    { id: 'session.previous', title: 'Previous row', group, keys: 'KeyK', run: () => deeds.step(-1) },
    only('session.next-open', 'Next row that is not settled', 'KeyN', deeds.nextOpen),
    { id: 'session.next-case', title: 'Next case', group, keys: 'Shift+KeyJ', run: () => deeds.stepCase(1) },
    { id: 'session.previous-case', title: 'Previous case', group, keys: 'Shift+KeyK', run: () => deeds.stepCase(-1) },
    ...deeds.options.slice(0, 9).map(
      ({ text, choose }, at): Command => ({
        id: `session.option-${at + 1}`,
        title: `${deeds.isVoting ? 'Vote' : 'Look at'} ${at + 1}: ${text}`,
        group: 'Vote',
        keys: `Digit${at + 1}`,
        run: choose,
      }),
    ),
    ...deeds.readers.slice(0, 9).map(
      ({ name, toggle }, at): Command => ({
        id: `session.reader-${at + 1}`,
        title: `Show or hide ${name}`,
        group,
        keys: `Shift+Digit${at + 1}`,
        run: toggle,
      }),
    ),
    {
      id: 'session.blink',
      title: 'Blink between readers',
      group,
      keys: 'KeyB',
      run: () => deeds.setMode(deeds.mode === 'blink' ? 'overlay' : 'blink'),
    },
    { id: 'session.overlay', title: 'All readers over one picture', group, run: () => deeds.setMode('overlay') },
    {
      id: 'session.side',
      title: 'Readers side by side',
      group,
      keys: 'KeyS',
      run: () => deeds.setMode('side by side'),
    },
    only('session.look', 'Look around by myself', 'Escape', deeds.lookAround),
    only('session.follow', 'Follow who presents', 'KeyF', deeds.follow),
    only('session.present', 'Take over presenting', 'Shift+KeyP', deeds.present),
    { id: 'session.comment', title: 'Comment on this row', group, keys: 'KeyC', run: deeds.comment },
    only('session.redraw', 'Redraw together', 'KeyR', deeds.redraw),
    only('session.undo', 'Undo mine', '$mod+KeyZ', deeds.undo),
    only('session.redo', 'Redo mine', '$mod+Shift+KeyZ', deeds.redo),
    { id: 'session.minutes', title: 'Minutes of the session', group, run: deeds.minutes },
  ]);
}

const only = (id: string, title: string, keys: string, run: (() => void) | undefined): Command => ({
  id,
  title,
  group: 'Session',
  keys,
  run: () => run?.(),
  isEnabled: run !== undefined,
});
