import { cross } from './functional-groups.ts';
import type { ImageFile, Plane } from './image.ts';

/** One slice: which image, which of its frames, and where it lies along the series' normal in mm. */
export type Slice = { readonly image: ImageFile; readonly frame: number; readonly positionMm: number | undefined };

/** A series in reading order, with what is known of its geometry. */
export type Series = {
  readonly seriesInstanceUid: string | undefined;
  readonly slices: readonly Slice[];
  /** `reason` says, in words, why positions could not be used. */
  readonly order:
    | { readonly by: 'position' }
    | { readonly by: 'instance number' | 'file order'; readonly reason: string };
  /** Between neighbouring slices along the normal, in order; empty where there are no positions. */
  readonly gapsMm: readonly number[];
  /** The mean gap where every gap lies within 2 % of it. */
  readonly uniformSpacingMm: number | undefined;
  readonly orientationIsConsistent: boolean;
  /** Why the slices do not make a volume; empty where they do. */
  readonly volumeProblems: readonly string[];
};

/** Gaps may differ from their mean by this share and still make a volume. */
export const uniformShare = 0.02;
const cosineTolerance = 1e-4;

/** Groups images by SeriesInstanceUID (in order of first appearance) and orders each by dot(position, normal). */
export function seriesOrder(files: readonly ImageFile[]): readonly Series[] {
  const bySeries = new Map<string, ImageFile[]>();
  files.forEach((file, index) => {
    const key = file.seriesInstanceUid ?? `file ${index}`;
    bySeries.set(key, [...(bySeries.get(key) ?? []), file]);
  });
  return [...bySeries.values()].map(orderOne);
}

function orderOne(images: readonly ImageFile[]): Series {
  const slices = images.flatMap((image) => image.planes.map((plane, frame) => ({ image, frame, plane })));
  const orientations = slices.flatMap(({ plane }) => plane.imageOrientationPatient ?? []);
  const [first] = slices;
  const reason = whyNotByPosition(slices.map(({ plane }) => plane));
  const seriesInstanceUid = first?.image.seriesInstanceUid;
  if (!first?.plane.imageOrientationPatient || reason)
    return unpositioned(seriesInstanceUid, images, reason ?? 'there is no orientation', orientations.length === 0);
  const normal = cross(first.plane.imageOrientationPatient);
  const placed = slices.map(({ image, frame, plane }) => ({ image, frame, positionMm: along(plane, normal) }));
  const sorted = placed.toSorted((a, b) => a.positionMm - b.positionMm);
  const gapsMm = sorted.slice(1).map((slice, index) => slice.positionMm - sorted[index]!.positionMm);
  const uniformSpacingMm = uniformGap(gapsMm);
  const volumeProblems = problemsOf(images, gapsMm, uniformSpacingMm);
  const order = { by: 'position' } as const;
  return {
    seriesInstanceUid,
    slices: sorted,
    order,
    gapsMm,
    uniformSpacingMm,
    orientationIsConsistent: true,
    volumeProblems,
  };
}

const along = (plane: Plane, normal: readonly number[]): number =>
  normal.reduce((sum, cosine, axis) => sum + cosine * plane.imagePositionPatient![axis]!, 0);

function whyNotByPosition(planes: readonly Plane[]): string | undefined {
  if (planes.some((plane) => !plane.imagePositionPatient)) return 'a slice has no ImagePositionPatient (0020,0032)';
  if (planes.some((plane) => !plane.imageOrientationPatient))
    return 'a slice has no ImageOrientationPatient (0020,0037)';
  const reference = planes[0]?.imageOrientationPatient;
  const turned = planes.some((plane) =>
    plane.imageOrientationPatient!.some((cosine, axis) => Math.abs(cosine - reference![axis]!) > cosineTolerance),
  );
  return turned ? 'the slices do not have one orientation' : undefined;
}

function unpositioned(
  seriesInstanceUid: string | undefined,
  images: readonly ImageFile[],
  reason: string,
  orientationIsConsistent: boolean,
): Series {
  const numbered = images.every((image) => image.instanceNumber !== undefined);
  const sorted = numbered ? images.toSorted((a, b) => a.instanceNumber! - b.instanceNumber!) : images;
  return {
    seriesInstanceUid,
    slices: sorted.flatMap((image) => image.planes.map((_, frame) => ({ image, frame, positionMm: undefined }))),
    order: { by: numbered ? 'instance number' : 'file order', reason },
    ...{ gapsMm: [], uniformSpacingMm: undefined, volumeProblems: [reason], orientationIsConsistent },
  };
}

function uniformGap(gaps: readonly number[]): number | undefined {
  if (gaps.length === 0) return undefined;
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return mean > 0 && gaps.every((gap) => Math.abs(gap - mean) <= uniformShare * mean) ? mean : undefined;
}

function problemsOf(
  images: readonly ImageFile[],
  gaps: readonly number[],
  uniform: number | undefined,
): readonly string[] {
  const problems: string[] = [];
  const differs = (of: (image: ImageFile) => unknown) => new Set(images.map((image) => String(of(image)))).size > 1;
  if (gaps.length === 0) problems.push('there is one slice');
  if (gaps.some((gap) => gap < 1e-3)) problems.push('two slices lie at one position');
  else if (gaps.length > 0 && uniform === undefined) problems.push('the slices are not evenly spaced');
  if (differs(({ rows, columns }) => `${rows} ${columns}`)) problems.push('the slices differ in size');
  if (differs((image) => image.pixelSpacing)) problems.push('the slices differ in pixel spacing');
  if (differs((image) => image.frameOfReferenceUid)) problems.push('the slices differ in frame of reference');
  return problems;
}
