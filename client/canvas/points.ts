import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

export const moved = ([x, y]: Point, dx: number, dy: number): Point => [x + dx, y + dy];

/** A hundredth of a pixel is finer than any hand; the digits beyond only cost bytes. */
export const rounded = ([x, y]: Point): Point => [hundredth(x), hundredth(y)];
export const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** Distance from a point to the segment between `a` and `b`, ends included. */
export function distanceToSegment(at: Point, a: Point, b: Point): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / squared));
  return distance(at, [a[0] + along * dx, a[1] + along * dy]);
}

/** Even-odd rule; a point exactly on an edge may fall on either side. */
export function isInside([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before && point[1] > y !== before[1] > y) {
      const crossing = ((before[0] - point[0]) * (y - point[1])) / (before[1] - point[1]) + point[0];
      if (x < crossing) inside = !inside;
    }
    before = point;
  }
  return inside;
}

/** Unsigned area of a ring by the shoelace formula, square pixels. */
export function ringArea(ring: readonly Point[]): number {
  let twice = 0;
  let before = ring.at(-1);
  for (const point of ring) {
    if (before) twice += before[0] * point[1] - point[0] * before[1];
    before = point;
  }
  return Math.abs(twice) / 2;
}

/**
 * Fewer points that stay within `tolerance` of the line drawn; the ends stay.
 * @see Ramer 1972, Douglas and Peucker 1973
 */
export function simplified(points: readonly Point[], tolerance: number): Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 3) return [...points];
  const { index, far } = farthest(points, first, last);
  if (far <= tolerance) return [first, last];
  return [...simplified(points.slice(0, index + 1), tolerance).slice(0, -1), ...simplified(points.slice(index), tolerance)];
}

function farthest(points: readonly Point[], first: Point, last: Point): { index: number; far: number } {
  let index = 0;
  let far = -1;
  for (const [i, point] of points.entries()) {
    const off = distanceToSegment(point, first, last);
    if (i > 0 && i < points.length - 1 && off > far) {
      index = i;
      far = off;
    }
  }
  return { index, far };
}
