import polygonClipping, { type MultiPolygon, type Polygon } from 'polygon-clipping';
import type { ImagingGeometry, Point } from './geometry.ts';
import { ringArea } from './measure.ts';

/** A geometry that covers an area. */
export type AreaGeometry = Extract<ImagingGeometry, { kind: 'imaging.box' | 'imaging.polygon' | 'imaging.ellipse' }>;

const areaKinds: ReadonlySet<string> = new Set(['imaging.box', 'imaging.polygon', 'imaging.ellipse']);
export const isArea = (geometry: ImagingGeometry): geometry is AreaGeometry => areaKinds.has(geometry.kind);

/** Corners of an ellipse's outline: its area is kept exactly, no point is further than 0.2 % of the radius from the true line. */
const ELLIPSE_CORNERS = 72;

/** The outline as a ring in image pixels, first point not repeated; an ellipse becomes 72 corners of the same area. */
export function outlineOf(area: AreaGeometry): Point[] {
  switch (area.kind) {
    case 'imaging.box': {
      const { x, y, width, height } = area;
      return [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ];
    }
    case 'imaging.polygon':
      return area.points;
    case 'imaging.ellipse':
      return ellipseOutline(area);
  }
}

function ellipseOutline({
  x,
  y,
  radiusX,
  radiusY,
  rotation,
}: Extract<AreaGeometry, { kind: 'imaging.ellipse' }>): Point[] {
  const step = (2 * Math.PI) / ELLIPSE_CORNERS;
  const sameArea = Math.sqrt(step / Math.sin(step)); // an inscribed polygon is smaller than its ellipse
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  return Array.from({ length: ELLIPSE_CORNERS }, (_, at): Point => {
    const [dx, dy] = [radiusX * sameArea * Math.cos(at * step), radiusY * sameArea * Math.sin(at * step)];
    return [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
  });
}

export type Clipping = 'union' | 'intersection' | 'difference';

/**
 * What several areas share, cover, or the first alone covers. The library throws on a few nearly touching edges; the coordinates are
 * then snapped to ever coarser grids (1/1024, 1/64, 1/4 pixel), which keeps the answer within that distance.
 */
export function clip(how: Clipping, areas: readonly MultiPolygon[]): MultiPolygon {
  const [first, ...rest] = areas;
  if (first === undefined) return [];
  for (const grid of [undefined, 1024, 64, 4]) {
    try {
      return polygonClipping[how](snapped(first, grid), ...rest.map((area) => snapped(area, grid)));
    } catch (error) {
      if (grid === 4) throw error;
    }
  }
  return [];
}

const snapped = (area: MultiPolygon, grid: number | undefined): MultiPolygon =>
  grid === undefined
    ? area
    : area.map((polygon) =>
        polygon.map((ring) => ring.map(([x, y]) => [Math.round(x * grid) / grid, Math.round(y * grid) / grid])),
      );

export const shapeOf = (area: AreaGeometry): MultiPolygon => [[outlineOf(area)]];

const inPixels = { x: 1, y: 1, unit: 'px' } as const;

/** Square pixels covered, holes taken out. */
export const coveredArea = (shape: MultiPolygon): number =>
  shape.reduce((sum, polygon) => sum + areaOfPolygon(polygon), 0);

const areaOfPolygon = ([outer, ...holes]: Polygon): number =>
  outer === undefined ? 0 : holes.reduce((area, hole) => area - ringArea(hole, inPixels), ringArea(outer, inPixels));

/** The biggest outer ring, first point not repeated; `undefined` where nothing is covered. Holes and smaller islands are left out. */
export function biggestRing(shape: MultiPolygon): Point[] | undefined {
  const rings = shape.flatMap(([outer]) => (outer === undefined ? [] : [outer]));
  const biggest = rings.reduce<Point[] | undefined>(
    (best, ring) => (best === undefined || ringArea(ring, inPixels) > ringArea(best, inPixels) ? ring : best),
    undefined,
  );
  return biggest === undefined || ringArea(biggest, inPixels) === 0 ? undefined : biggest.slice(0, -1);
}

export interface Bounds {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export function boundsOf(points: readonly Point[]): Bounds {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const [x, y] of points) {
    bounds.minX = Math.min(bounds.minX, x);
    bounds.minY = Math.min(bounds.minY, y);
    bounds.maxX = Math.max(bounds.maxX, x);
    bounds.maxY = Math.max(bounds.maxY, y);
  }
  return bounds;
}
