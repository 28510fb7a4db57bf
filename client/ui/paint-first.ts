import { flushSync } from 'react-dom';
import { afterPaint } from './after-paint.ts';

type Listener = () => void;

/** those to be told once what is painted first has been painted; `undefined` while nothing is */
let waiting: Set<Listener> | undefined;
let isTold = false;
let late: ReturnType<typeof setTimeout> | undefined;

/** A browser that holds frames back holds nobody up longer than this. */
const latestMs = 1_000;
const next = ['pointerdown', 'keydown'] as const;

/**
 * Does what shows its own outcome outside React: all else that hears of it through `tellAfterPaint` hears when the frame with that outcome has
 * been painted, and before the person's next press or key.
 * @param act whether it has shown anything; where not, all are told at once
 */
export function paintFirst(act: () => boolean): void {
  tell();
  waiting = new Set();
  let hasShown = false;
  try {
    hasShown = act();
  } finally {
    if (hasShown) tellInTime();
    else tell();
  }
}

/** Calls now or, while something is painted first, after that; then once, however often it was asked. */
export function tellAfterPaint(listener: Listener): void {
  if (waiting) waiting.add(listener);
  else listener();
}

/** Whether something is being painted first: what is told after it is still shown as it was. */
export const isPaintingFirst = (): boolean => waiting !== undefined;

/** Whether React draws just now what it was told of after a paint: nothing of it needs to wait for another. */
export const isToldAfterPaint = (): boolean => isTold;

function tellInTime(): void {
  for (const type of next) addEventListener(type, tell, { capture: true });
  late = setTimeout(tell, latestMs);
  const these = waiting;
  afterPaint(() => these === waiting && tell());
}

function tell(): void {
  const listeners = waiting;
  if (!listeners) return;
  waiting = undefined;
  clearTimeout(late);
  for (const type of next) removeEventListener(type, tell, { capture: true });
  isTold = true;
  try {
    flushSync(() => listeners.forEach((listener) => listener()));
  } finally {
    isTold = false;
  }
}
