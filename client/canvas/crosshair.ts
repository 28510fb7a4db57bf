import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Image pixels by which an arrow key nudges: 1, with Shift 10; along the image's own axes. */
export function arrowStep(arrow: Arrow, isShift: boolean): { dx: number; dy: number } {
  const by = isShift ? 10 : 1;
  switch (arrow) {
    case 'ArrowLeft':
      return { dx: -by, dy: 0 };
    case 'ArrowRight':
      return { dx: by, dy: 0 };
    case 'ArrowUp':
      return { dx: 0, dy: -by };
    case 'ArrowDown':
      return { dx: 0, dy: by };
  }
}

export const isArrow = (key: string): key is Arrow => key === 'ArrowLeft' || key === 'ArrowRight' || key === 'ArrowUp' || key === 'ArrowDown';

/**
 * The keyboard's pointer. It starts at `start` (the middle of what is seen) and stays inside the image.
 * @param fast multiplies the step, so that a large image can be crossed: a step covers about as much of the screen at any zoom
 */
export function crosshairAfter(crosshair: Point | undefined, start: Point, step: { dx: number; dy: number }, image: { columns: number; rows: number }, fast: number): Point {
  const [x, y] = crosshair ?? start;
  const held = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  return [held(Math.round(x + step.dx * fast), image.columns), held(Math.round(y + step.dy * fast), image.rows)];
}
