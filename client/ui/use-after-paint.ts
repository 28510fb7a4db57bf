import { startTransition, useEffect, useReducer, useRef } from 'react';
import { afterPaint } from './after-paint.ts';
import { isToldAfterPaint } from './paint-first.ts';

/**
 * What is drawn after the rest of the screen: a value as it was, until the frame that shows the newest of everything else has been painted.
 * @param mayWait whether a change may come so late; what a person changes right there may not
 */
export function useAfterPaint<Value>(value: Value, mayWait: (shown: Value, next: Value) => boolean): Value {
  const shown = useRef(value);
  const newest = useRef(value);
  const isAsked = useRef(false);
  const [, again] = useReducer((count: number) => count + 1, 0);
  newest.current = value;
  if (isToldAfterPaint() || !mayWait(shown.current, value)) shown.current = value;
  const isBehind = shown.current !== value;
  useEffect(() => {
    if (!isBehind || isAsked.current) return;
    isAsked.current = true;
    afterPaint(() => {
      isAsked.current = false;
      shown.current = newest.current;
      startTransition(again);
    });
  });
  return shown.current;
}
