import type { ImagingGeometry, Point } from './geometry.ts';
import { angleDegrees, distance, measureInWords, type Scale, scaleOf } from './measure.ts';
import type { ImagingMeta } from './meta.ts';
import { isArea } from './outline.ts';
import { imagingSimilarity } from './similarity.ts';

/** How two marks of one finding lie apart, in words: `IoU 0.41` for areas, `offset 9 mm` for points and lengths, `12° apart` for angles. */
export function imagingApart(a: ImagingGeometry, b: ImagingGeometry, meta: ImagingMeta): string {
  if (a.slice !== b.slice) return `slice ${a.slice + 1} and slice ${b.slice + 1}`;
  if (isArea(a) && isArea(b)) return `IoU ${imagingSimilarity(a, b, meta).toFixed(2)}`;
  return apartOfLines(a, b, scaleOf(meta)) ?? `similarity ${imagingSimilarity(a, b, meta).toFixed(2)}`;
}

function apartOfLines(a: ImagingGeometry, b: ImagingGeometry, scale: Scale): string | undefined {
  const offset = (value: number): string => `offset ${measureInWords(value, scale.unit)}`;
  if (a.kind === 'imaging.point' && b.kind === 'imaging.point') return offset(distance([a.x, a.y], [b.x, b.y], scale));
  if (a.kind === 'imaging.length' && b.kind === 'imaging.length') {
    const ends = (from: Point, to: Point): number => (distance(a.from, from, scale) + distance(a.to, to, scale)) / 2;
    return offset(Math.min(ends(b.from, b.to), ends(b.to, b.from)));
  }
  if (a.kind !== 'imaging.angle' || b.kind !== 'imaging.angle') return undefined;
  const [first, second] = [angleDegrees(a.from, a.vertex, a.to, scale), angleDegrees(b.from, b.vertex, b.to, scale)];
  return first === undefined || second === undefined ? undefined : `${Math.round(Math.abs(first - second))}° apart`;
}
