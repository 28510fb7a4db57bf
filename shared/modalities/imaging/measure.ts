import type { Point } from './geometry.ts';

/** How long one pixel is along x and along y: in mm where the header gives a spacing, in pixels (1, 1) where it does not. */
export interface Scale {
  readonly x: number;
  readonly y: number;
  readonly unit: 'mm' | 'px';
}

/** `pixelSpacing` is DICOM's order: between rows (y) first. A spacing that is not positive counts as none. */
export function scaleOf(meta: { readonly pixelSpacing?: readonly [number, number] | undefined }): Scale {
  const [y, x] = meta.pixelSpacing ?? [0, 0];
  return x > 0 && y > 0 ? { x, y, unit: 'mm' } : { x: 1, y: 1, unit: 'px' };
}

/** Distance of two points of the image, in the scale's unit; right where pixels are not square. */
export const distance = (a: Point, b: Point, scale: Scale): number =>
  Math.hypot((a[0] - b[0]) * scale.x, (a[1] - b[1]) * scale.y);

/** Length of an open line through the points, in the scale's unit; 0 for one point. */
export const pathLength = (points: readonly Point[], scale: Scale): number =>
  points.slice(1).reduce((sum, point, at) => sum + distance(points[at]!, point, scale), 0);

/** The angle at `vertex` in degrees, 0 to 180, as it is in the body (in mm); `undefined` where an arm has no length. */
export function angleDegrees(from: Point, vertex: Point, to: Point, scale: Scale): number | undefined {
  const arm = (end: Point): Point => [(end[0] - vertex[0]) * scale.x, (end[1] - vertex[1]) * scale.y];
  const [a, b] = [arm(from), arm(to)];
  if (Math.hypot(...a) === 0 || Math.hypot(...b) === 0) return undefined;
  const cross = a[0] * b[1] - a[1] * b[0];
  const dot = a[0] * b[0] + a[1] * b[1];
  return (Math.abs(Math.atan2(cross, dot)) * 180) / Math.PI;
}

/** Area inside a closed ring (first point not repeated, or repeated: the same), in the scale's unit squared; 0 when flat. */
export function ringArea(ring: readonly Point[], scale: Scale): number {
  let twice = 0;
  const [originX, originY] = ring[0] ?? [0, 0]; // near the ring, so that large coordinates cancel no digits
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    twice += (x - originX) * (nextY - originY) - (nextX - originX) * (y - originY);
  });
  return (Math.abs(twice) / 2) * scale.x * scale.y;
}

/** The greatest distance between two of the points (largest diameter), in the scale's unit. */
export function largestDiameter(points: readonly Point[], scale: Scale): number {
  let most = 0;
  for (let i = 1; i < points.length; i++)
    for (let j = 0; j < i; j++) most = Math.max(most, distance(points[i]!, points[j]!, scale));
  return most;
}

/** For people: 17 mm, 4.2 mm, 0.8 mm² (two figures below ten, whole above). */
export function measureInWords(value: number, unit: string): string {
  const rounded = value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${rounded} ${unit}`;
}
