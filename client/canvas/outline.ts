import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { apply, multiply, rotation, translation } from './matrix.ts';

/** What is drawn of a geometry, in image pixels: one line or ring, and free-standing points. */
export interface Outline {
  readonly points: readonly Point[];
  readonly isClosed: boolean;
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An ellipse becomes a ring of this many corners: off by less than 0.04 % of its radius. */
const ellipseCorners = 120;

/** @param bounds of the image, which is what `imaging.whole` outlines */
export function outlineOf(geometry: ImagingGeometry, image: { columns: number; rows: number }): Outline {
  switch (geometry.kind) {
    case 'imaging.box':
      return { points: corners(geometry.x, geometry.y, geometry.x + geometry.width, geometry.y + geometry.height), isClosed: true };
    case 'imaging.polygon':
      return { points: geometry.points, isClosed: true };
    case 'imaging.polyline':
      return { points: geometry.points, isClosed: false };
    case 'imaging.ellipse':
      return { points: ellipseRing(geometry), isClosed: true };
    case 'imaging.point':
      return { points: [[geometry.x, geometry.y]], isClosed: false };
    case 'imaging.length':
      return { points: [geometry.from, geometry.to], isClosed: false };
    case 'imaging.angle':
      return { points: [geometry.from, geometry.vertex, geometry.to], isClosed: false };
    case 'imaging.whole':
      return { points: corners(0, 0, image.columns, image.rows), isClosed: true };
  }
}

export function boundsOf(points: readonly Point[]): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
}

const corners = (left: number, top: number, right: number, bottom: number): Point[] => [[left, top], [right, top], [right, bottom], [left, bottom]];

function ellipseRing(ellipse: { x: number; y: number; radiusX: number; radiusY: number; rotation: number }): Point[] {
  const place = multiply(translation(ellipse.x, ellipse.y), rotation(ellipse.rotation));
  return Array.from({ length: ellipseCorners }, (_, i) => {
    const angle = (2 * Math.PI * i) / ellipseCorners;
    return apply(place, [Math.cos(angle) * ellipse.radiusX, Math.sin(angle) * ellipse.radiusY]);
  });
}
