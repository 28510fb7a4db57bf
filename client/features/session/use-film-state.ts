import { useEffect, useState } from 'react';
import type { FilmMode } from './session-film.tsx';

/** Slow enough to see each, and far below what flickers. */
const blinkMs = 900;

export interface FilmState {
  readonly mode: FilmMode;
  setMode(mode: FilmMode): void;
  readonly hidden: ReadonlySet<string>;
  toggle(reader: string): void;
  /** the one reader shown while blinking */
  readonly only: string | undefined;
}

/** How marks are laid out on this device: nobody else's screen changes with it. */
export function useFilmState(readers: readonly string[]): FilmState {
  const [mode, setMode] = useState<FilmMode>('overlay');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (mode !== 'blink') return;
    const timer = setInterval(() => setTurn((before) => before + 1), blinkMs);
    return () => clearInterval(timer);
  }, [mode]);
  const shown = readers.filter((reader) => !hidden.has(reader));
  return {
    mode,
    setMode,
    hidden,
    toggle: (reader) =>
      setHidden(
        (before) => new Set(before.has(reader) ? [...before].filter((one) => one !== reader) : [...before, reader]),
      ),
    only: mode === 'blink' ? shown[turn % Math.max(1, shown.length)] : undefined,
  };
}
