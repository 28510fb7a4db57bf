import type { Window } from '../frames/shown-frame.ts';

/**
 * Window and level by the hand, as radiologists know it: right widens, left narrows, up makes darker (raises the level), down brighter.
 * A hand's width across the screen covers about the picture's own range. @param dx, dy CSS pixels
 */
export function rewindowed(window: Window, usual: Window | undefined, dx: number, dy: number): Window {
  const span = Math.max(usual?.width ?? 0, window.width, 1e-6);
  const perPixel = span / 600;
  const round = (value: number): number => (span > 200 ? Math.round(value * 10) / 10 : value);
  return { center: round(window.center - dy * perPixel), width: Math.max(span > 200 ? 1 : span / 1000, round(window.width + dx * perPixel)) };
}
