import type { MultiPolygon } from 'polygon-clipping';
import type { ImagingGeometry, Point } from './geometry.ts';
import { type AreaGeometry, biggestRing, boundsOf, clip, isArea, shapeOf } from './outline.ts';

export type How = 'intersection' | 'union' | 'majority';

/**
 * One mark from several on one slice. Areas: what all cover, any covers, or more than half cover; of several pieces the biggest, its
 * holes closed. Points and lengths have a majority only: the median of their coordinates. `undefined` where nothing is left, where
 * slices or kinds differ, and for angles and polylines.
 */
export function combineImaging(geometries: readonly ImagingGeometry[], how: How): ImagingGeometry | undefined {
  const [first] = geometries;
  if (first === undefined || geometries.some((one) => one.slice !== first.slice)) return undefined;
  if (geometries.every(isArea)) return combineAreas(geometries, how);
  if (geometries.some((one) => one.kind !== first.kind)) return undefined;
  if (first.kind === 'imaging.whole') return first;
  return how === 'majority' ? median(geometries, first) : undefined;
}

function combineAreas(areas: readonly AreaGeometry[], how: How): ImagingGeometry | undefined {
  const [first] = areas;
  if (first === undefined) return undefined;
  const distinct = new Set(areas.map((area) => JSON.stringify(area)));
  if (distinct.size === 1) return first;
  const least = how === 'union' ? 1 : how === 'intersection' ? areas.length : Math.floor(areas.length / 2) + 1;
  const ring = biggestRing(coveredAtLeast(areas.map(shapeOf), least));
  if (ring === undefined) return undefined;
  const on = { version: 1, slice: first.slice } as const;
  const isBox = areas.every((area) => area.kind === 'imaging.box') && isUpright(ring);
  if (!isBox) return { ...on, kind: 'imaging.polygon', points: ring };
  const { minX, minY, maxX, maxY } = boundsOf(ring);
  return { ...on, kind: 'imaging.box', x: minX, y: minY, width: maxX - minX, height: maxY - minY };
}

/** Where at least `least` of the shapes lie over each other: layer k grows by what the next shape adds to layer k - 1. */
function coveredAtLeast(shapes: readonly MultiPolygon[], least: number): MultiPolygon {
  const layers: MultiPolygon[] = Array.from({ length: least }, () => []);
  for (const shape of shapes) {
    for (let at = least - 1; at >= 0; at--) {
      const added = at === 0 ? shape : overlap(layers[at - 1]!, shape);
      if (added.length > 0)
        layers[at] = layers[at]!.length === 0 ? clip('union', [added]) : clip('union', [layers[at]!, added]);
    }
  }
  return layers[least - 1] ?? [];
}

const overlap = (a: MultiPolygon, b: MultiPolygon): MultiPolygon =>
  a.length === 0 ? [] : clip('intersection', [a, b]);

const isUpright = (ring: readonly Point[]): boolean =>
  ring.length === 4 && new Set(ring.map(([x]) => x)).size === 2 && new Set(ring.map(([, y]) => y)).size === 2;

function median(geometries: readonly ImagingGeometry[], first: ImagingGeometry): ImagingGeometry | undefined {
  if (first.kind === 'imaging.point') {
    const points = geometries.flatMap((one): Point[] => (one.kind === 'imaging.point' ? [[one.x, one.y]] : []));
    const [x, y] = medianPoint(points);
    return { ...first, x, y };
  }
  if (first.kind !== 'imaging.length') return undefined;
  const turned = geometries.flatMap((one) => (one.kind === 'imaging.length' ? [alongside(one, first)] : []));
  return { ...first, from: medianPoint(turned.map((one) => one.from)), to: medianPoint(turned.map((one) => one.to)) };
}

type Length = Extract<ImagingGeometry, { kind: 'imaging.length' }>;

/** A length drawn from its other end is the same length. */
function alongside(length: Length, guide: Length): Length {
  const apart = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const asIs = apart(length.from, guide.from) + apart(length.to, guide.to);
  const turned = apart(length.to, guide.from) + apart(length.from, guide.to);
  return asIs <= turned ? length : { ...length, from: length.to, to: length.from };
}

const medianPoint = (points: readonly Point[]): Point => [
  medianOf(points.map(([x]) => x)),
  medianOf(points.map(([, y]) => y)),
];

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
