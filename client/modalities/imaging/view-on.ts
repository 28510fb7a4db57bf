import type { Geometry } from '@consilium/shared/domain/annotation.ts';
import { ImagingGeometrySchema, type Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { type ImagingMeta, ImagingMetaSchema } from '@consilium/shared/modalities/imaging/meta.ts';
import { outlineOf } from '../../canvas/outline.ts';
import { initialView, type ImagingView, readView } from './imaging-view.ts';

/**
 * The view in which marks stand in the middle: the slice of the first, and their common middle as far as the picture reaches. A picture
 * that is seen whole stays as it is. @param from the view now, which gives zoom, window and the rest
 */
export function viewOnMarks(geometries: readonly Geometry[], meta: unknown, from: unknown): ImagingView | undefined {
  const image = ImagingMetaSchema.safeParse(meta);
  const read = geometries.map((geometry) => ImagingGeometrySchema.safeParse(geometry)).flatMap(({ data }) => (data ? [data] : []));
  const [first] = read;
  if (!image.success || !first) return undefined;
  const view = readView(from, image.data) ?? initialView(image.data);
  const points = read.filter(({ slice }) => slice === first.slice).flatMap((geometry) => outlineOf(geometry, image.data).points);
  const slice = Math.min(first.slice, image.data.frames.length - 1);
  return points.length === 0 ? { ...view, slice } : { ...view, slice, centre: heldWithin(middleOf(points), view.zoom, image.data) };
}

function middleOf(points: readonly Point[]): Point {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** As near to the edge as the picture still fills the view; its own middle where all of it is seen. */
function heldWithin([x, y]: Point, zoom: number, { columns, rows }: ImagingMeta): Point {
  const held = (value: number, size: number): number => {
    const half = size / 2 / Math.max(1, zoom);
    return Math.min(size - half, Math.max(half, value));
  };
  return [held(x, columns), held(y, rows)];
}
