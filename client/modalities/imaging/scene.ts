import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { imaging } from '@consilium/shared/modalities/imaging/modality.ts';
import type { ImagingGeometry } from '@consilium/shared/modalities/imaging/geometry.ts';
import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';
import { type HitIndex, hitIndexOf } from '../../canvas/hit-index.ts';
import { reach, type Scene, type SceneMark } from '../../canvas/tools/tool.ts';
import type { ViewerMark } from '../contract.ts';

/** A mark whose geometry this version can read. */
export interface ImagingMark {
  readonly mark: ViewerMark;
  readonly geometry: ImagingGeometry;
}

const read = new WeakMap<object, ImagingGeometry | null>();

/** Marks with their geometries, read once each; what is too new to read is left out here and stays in the list of the screen. */
export function imagingMarks(marks: readonly ViewerMark[]): readonly ImagingMark[] {
  return marks.flatMap((mark) => {
    const geometry = geometryOf(mark.annotation.geometry);
    return geometry ? [{ mark, geometry }] : [];
  });
}

/** `undefined` where it is no imaging geometry of a version known here. */
export function geometryOf(value: object): ImagingGeometry | undefined {
  const known = read.get(value);
  if (known !== undefined) return known ?? undefined;
  const result = imaging.readGeometry(value);
  const geometry = result.ok ? (result.value as ImagingGeometry) : undefined; // `imaging` reads imaging geometries
  read.set(value, geometry ?? null);
  return geometry;
}

export const visibleOn = (marks: readonly ImagingMark[], slice: number): readonly ImagingMark[] =>
  marks.filter(({ mark, geometry }) => geometry.slice === slice && !mark.isHidden);

/** Hit tests over the marks of a slice; the index is built when it is first asked. */
export function hitTestOf(marks: readonly ImagingMark[], meta: ImagingMeta, isReadOnly: boolean): (at: readonly [number, number], pixel: number) => SceneMark | undefined {
  let index: HitIndex<ImagingMark> | undefined;
  return (at, pixel) => {
    index ??= hitIndexOf(marks.map((one) => ({ key: one, geometry: one.geometry })), meta);
    const hit = index.hit([...at], reach.line * pixel);
    return hit && sceneMark(hit, isReadOnly);
  };
}

export const sceneMark = ({ mark, geometry }: ImagingMark, isReadOnly: boolean): SceneMark => ({
  id: mark.annotation.id, geometry, isEditable: mark.isEditable && !mark.isLocked && !isReadOnly,
});

export function sceneOf(parts: {
  slice: number; meta: ImagingMeta; pixel: number; marks: readonly ImagingMark[]; selection: readonly AnnotationId[]; isReadOnly: boolean; hitTest: ReturnType<typeof hitTestOf>;
}): Scene {
  const { slice, meta, pixel, marks, selection, isReadOnly, hitTest } = parts;
  const selected = marks.filter(({ mark, geometry }) => geometry.slice === slice && selection.includes(mark.annotation.id)).map((one) => sceneMark(one, isReadOnly));
  return { slice, columns: meta.columns, rows: meta.rows, pixel, selected, hit: (at) => hitTest(at, pixel) };
}
