import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { imageToEllipse } from './handles.ts';
import { apply } from './matrix.ts';
import { distanceToSegment, hundredth, moved, rounded } from './points.ts';

/** The smallest side of a box and radius of an ellipse, image pixels: what is smaller was a slip of the hand. */
export const leastExtent = 0.5;

/**
 * The mark with one grip dragged to a place (image pixels). A box stays a box: a side dragged past its opposite changes places with
 * it. Dragging an `add` grip puts a new point there; which grip holds it then is `handle`.
 */
export function withHandleAt(geometry: ImagingGeometry, handle: string, to: Point): ImagingGeometry {
  const at = rounded(to);
  switch (geometry.kind) {
    case 'imaging.box':
      return boxWith(geometry, handle, at);
    case 'imaging.ellipse':
      return ellipseWith(geometry, handle, at);
    case 'imaging.polygon':
    case 'imaging.polyline':
      return { ...geometry, points: pointsWith(geometry.points, handle, at) };
    case 'imaging.point':
      return { ...geometry, x: at[0], y: at[1] };
    case 'imaging.length':
      return handle === 'p0' ? { ...geometry, from: at } : { ...geometry, to: at };
    case 'imaging.angle':
      return { ...geometry, [(['from', 'vertex', 'to'] as const)[indexOf(handle)] ?? 'to']: at };
    case 'imaging.whole':
      return geometry;
  }
}

/** The grip that holds the point after an `add` grip was dragged; every other grip keeps its name. */
export const heldHandle = (handle: string): string => (handle.startsWith('a') ? `p${indexOf(handle) + 1}` : handle);

/** Everything moved; the slice stays. */
export function translated(geometry: ImagingGeometry, dx: number, dy: number): ImagingGeometry {
  const by = (point: Point): Point => rounded(moved(point, dx, dy));
  switch (geometry.kind) {
    case 'imaging.box':
    case 'imaging.ellipse':
    case 'imaging.point':
      return { ...geometry, x: hundredth(geometry.x + dx), y: hundredth(geometry.y + dy) };
    case 'imaging.polygon':
    case 'imaging.polyline':
      return { ...geometry, points: geometry.points.map(by) };
    case 'imaging.length':
      return { ...geometry, from: by(geometry.from), to: by(geometry.to) };
    case 'imaging.angle':
      return { ...geometry, from: by(geometry.from), vertex: by(geometry.vertex), to: by(geometry.to) };
    case 'imaging.whole':
      return geometry;
  }
}

/** Without one point; `undefined` where the shape would no longer be one (3 points of a polygon, 2 of a polyline). */
export function withoutPoint(geometry: ImagingGeometry, handle: string): ImagingGeometry | undefined {
  if (geometry.kind !== 'imaging.polygon' && geometry.kind !== 'imaging.polyline') return undefined;
  const least = geometry.kind === 'imaging.polygon' ? 3 : 2;
  const index = handle.startsWith('p') ? indexOf(handle) : -1;
  if (geometry.points.length <= least || index < 0 || index >= geometry.points.length) return undefined;
  return { ...geometry, points: geometry.points.filter((_, i) => i !== index) };
}

/** A new point on the side nearest to a place; `undefined` for what has no points to add. */
export function withPointNear(geometry: ImagingGeometry, at: Point): { geometry: ImagingGeometry; handle: string } | undefined {
  if (geometry.kind !== 'imaging.polygon' && geometry.kind !== 'imaging.polyline') return undefined;
  const { points } = geometry;
  const sides = geometry.kind === 'imaging.polygon' ? points.length : points.length - 1;
  const off = (i: number): number => {
    const [a, b] = [points[i], points[(i + 1) % points.length]];
    return a && b ? distanceToSegment(at, a, b) : Infinity;
  };
  const nearest = Array.from({ length: sides }, (_, i) => i).reduce((least, i) => (off(i) < off(least) ? i : least), 0);
  return { geometry: withHandleAt(geometry, `a${nearest}`, at), handle: `p${nearest + 1}` };
}

const indexOf = (handle: string): number => Number(handle.slice(1));

function pointsWith(points: readonly Point[], handle: string, at: Point): Point[] {
  const index = indexOf(handle);
  if (handle.startsWith('a')) return [...points.slice(0, index + 1), at, ...points.slice(index + 1)];
  return points.map((point, i) => (i === index ? at : point));
}

type Box = ImagingGeometry & { kind: 'imaging.box' };
type Ellipse = ImagingGeometry & { kind: 'imaging.ellipse' };

function boxWith(box: Box, handle: string, [x, y]: Point): Box {
  const left = handle.includes('w') ? x : box.x;
  const right = handle.includes('e') ? x : box.x + box.width;
  const top = handle.includes('n') ? y : box.y;
  const bottom = handle.includes('s') ? y : box.y + box.height;
  return {
    ...box, x: Math.min(left, right), y: Math.min(top, bottom),
    width: Math.max(leastExtent, hundredth(Math.abs(right - left))), height: Math.max(leastExtent, hundredth(Math.abs(bottom - top))),
  };
}

function ellipseWith(ellipse: Ellipse, handle: string, to: Point): Ellipse {
  const [x, y] = apply(imageToEllipse(ellipse), to);
  if (handle === 'e' || handle === 'w') return { ...ellipse, radiusX: Math.max(leastExtent, hundredth(Math.abs(x))) };
  if (handle === 'n' || handle === 's') return { ...ellipse, radiusY: Math.max(leastExtent, hundredth(Math.abs(y))) };
  const grip = Math.atan2(-ellipse.radiusY, ellipse.radiusX);
  return { ...ellipse, rotation: hundredth(((ellipse.rotation + Math.atan2(y, x) - grip) * 180) / Math.PI) * (Math.PI / 180) };
}
