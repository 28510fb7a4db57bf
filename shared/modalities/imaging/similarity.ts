import type { ImagingGeometry, Point } from './geometry.ts';
import type { ImagingMeta } from './meta.ts';
import { angleDegrees, distance, type Scale, scaleOf } from './measure.ts';
import { type AreaGeometry, type Bounds, boundsOf, clip, coveredArea, isArea, outlineOf, shapeOf } from './outline.ts';

type Of<Kind extends ImagingGeometry['kind']> = Extract<ImagingGeometry, { kind: Kind }>;

/**
 * How alike two marks on an image are, in [0, 1] and the same both ways round. Areas: intersection over union (Jaccard 1912), on one
 * slice. Points and lines: 1 at the same place, falling straight to 0 at a distance of 10 mm (without a spacing: 2 % of the image's
 * diagonal). Angles: by vertex, times 1 - difference / 45°. Other slices, and kinds that do not compare, give 0.
 */
export function imagingSimilarity(a: ImagingGeometry, b: ImagingGeometry, meta: ImagingMeta): number {
  if (a.slice !== b.slice) return 0;
  const [first, second, isSame] = inOrder(a, b);
  if (isSame) return 1;
  if (isArea(first) && isArea(second)) return within01(areaSimilarity(first, second));
  if (first.kind !== second.kind) return 0;
  return within01(similarityOfKind(first, second, meta));
}

/** One order for (a, b) and (b, a), so that rounding cannot tell them apart; and whether they are equal to the last digit. */
function inOrder(a: ImagingGeometry, b: ImagingGeometry): readonly [ImagingGeometry, ImagingGeometry, boolean] {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  return first <= second ? [a, b, first === second] : [b, a, false];
}

const within01 = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

function similarityOfKind(a: ImagingGeometry, b: ImagingGeometry, meta: ImagingMeta): number {
  const near = nearness(meta);
  // Both are of one kind, checked by the caller; each cast repeats that for the second.
  switch (a.kind) {
    case 'imaging.whole':
      return 1;
    case 'imaging.point': {
      const other = b as Of<'imaging.point'>;
      return near([a.x, a.y], [other.x, other.y]);
    }
    case 'imaging.length': {
      const { from, to } = b as Of<'imaging.length'>;
      return Math.max(near(a.from, from) + near(a.to, to), near(a.from, to) + near(a.to, from)) / 2;
    }
    case 'imaging.angle':
      return angleSimilarity(a, b as Of<'imaging.angle'>, meta, near);
    case 'imaging.polyline':
      return lineSimilarity(a.points, (b as Of<'imaging.polyline'>).points, meta);
    default:
      return 0; // areas are compared before
  }
}

type Nearness = (a: Point, b: Point) => number;

const REACH_MM = 10;
const REACH_OF_DIAGONAL = 0.02;

/** The distance, in the scale's unit, at which two places have nothing in common. */
const reachOf = (meta: ImagingMeta, scale: Scale): number =>
  scale.unit === 'mm' ? REACH_MM : Math.max(1, REACH_OF_DIAGONAL * Math.hypot(meta.rows, meta.columns));

function nearness(meta: ImagingMeta): Nearness {
  const scale = scaleOf(meta);
  const reach = reachOf(meta, scale);
  return (a, b) => Math.max(0, 1 - distance(a, b, scale) / reach);
}

function angleSimilarity(a: Of<'imaging.angle'>, b: Of<'imaging.angle'>, meta: ImagingMeta, near: Nearness): number {
  const scale = scaleOf(meta);
  const [first, second] = [angleDegrees(a.from, a.vertex, a.to, scale), angleDegrees(b.from, b.vertex, b.to, scale)];
  if (first === undefined || second === undefined) return first === second ? near(a.vertex, b.vertex) : 0;
  return near(a.vertex, b.vertex) * Math.max(0, 1 - Math.abs(first - second) / 45);
}

const LINE_SAMPLES = 64;

/** Mean over both lines of the distance to the other, against the reach. */
function lineSimilarity(a: readonly Point[], b: readonly Point[], meta: ImagingMeta): number {
  const scale = scaleOf(meta);
  const apart = (meanDistance(a, b, scale) + meanDistance(b, a, scale)) / 2;
  return 1 - apart / reachOf(meta, scale);
}

function meanDistance(from: readonly Point[], to: readonly Point[], scale: Scale): number {
  const samples = samplesOf(from, scale);
  return samples.reduce((sum, point) => sum + distanceToLine(point, to, scale), 0) / samples.length;
}

/** Points at equal steps along a line, both ends included; one point where the line has no length. */
function samplesOf(points: readonly Point[], scale: Scale): Point[] {
  const steps = points.slice(1).map((point, at) => distance(points[at]!, point, scale));
  const total = steps.reduce((sum, step) => sum + step, 0);
  if (total === 0) return [points[0]!];
  const samples: Point[] = [];
  let [segment, walked] = [0, 0];
  for (let at = 0; at < LINE_SAMPLES; at++) {
    const along = (total * at) / (LINE_SAMPLES - 1);
    while (segment < steps.length - 1 && walked + steps[segment]! < along) walked += steps[segment++]!;
    samples.push(
      between(
        points[segment]!,
        points[segment + 1]!,
        steps[segment] === 0 ? 0 : Math.min(1, (along - walked) / steps[segment]!),
      ),
    );
  }
  return samples;
}

const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

function distanceToLine(point: Point, line: readonly Point[], scale: Scale): number {
  let least = Infinity;
  for (let at = 1; at < line.length; at++)
    least = Math.min(least, distance(point, nearestOnSegment(point, line[at - 1]!, line[at]!, scale), scale));
  return least;
}

function nearestOnSegment(point: Point, a: Point, b: Point, scale: Scale): Point {
  const [dx, dy] = [(b[0] - a[0]) * scale.x, (b[1] - a[1]) * scale.y];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return a;
  const along = ((point[0] - a[0]) * scale.x * dx + (point[1] - a[1]) * scale.y * dy) / squared;
  return between(a, b, Math.min(1, Math.max(0, along)));
}

function areaSimilarity(a: AreaGeometry, b: AreaGeometry): number {
  if (a.kind === 'imaging.box' && b.kind === 'imaging.box')
    return boxSimilarity(boundsOf(outlineOf(a)), boundsOf(outlineOf(b)));
  if (!doMeet(boundsOf(outlineOf(a)), boundsOf(outlineOf(b)))) return 0;
  const [first, second] = [clip('union', [shapeOf(a)]), clip('union', [shapeOf(b)])];
  const shared = coveredArea(clip('intersection', [first, second]));
  const covered = coveredArea(first) + coveredArea(second) - shared;
  return covered > 0 ? shared / covered : 0;
}

const doMeet = (a: Bounds, b: Bounds): boolean =>
  a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY;

/** Exact for boxes; two flat boxes are alike only where they are the same. */
function boxSimilarity(a: Bounds, b: Bounds): number {
  const sizeOf = (box: Bounds): number => (box.maxX - box.minX) * (box.maxY - box.minY);
  const width = Math.min(a.maxX, b.maxX) - Math.max(a.minX, b.minX);
  const height = Math.min(a.maxY, b.maxY) - Math.max(a.minY, b.minY);
  const shared = width > 0 && height > 0 ? width * height : 0;
  const covered = sizeOf(a) + sizeOf(b) - shared;
  if (covered > 0) return shared / covered;
  return JSON.stringify(a) === JSON.stringify(b) ? 1 : 0;
}
