import type { DataSet } from '../dicom/data-set.ts';
import { decimalOf, decimalsOf, doublesOf, itemsOf, shortOf, textsOf } from '../dicom/values.ts';
import type { Plane, SpacingSource, Window } from './image.ts';

export type Spacing = { readonly spacing: readonly [number, number]; readonly source: SpacingSource };

/** What an object says of planes, spacing, rescale and windows: at its top or, enhanced, in its functional groups. */
export type FunctionalGroups = {
  readonly planes: readonly Plane[];
  readonly spacing: Spacing | undefined;
  readonly rescale: { readonly slope: number; readonly intercept: number };
  readonly windows: readonly Window[];
  readonly warnings: readonly string[];
};

/** @param frames how many planes to give: groups beyond are left, missing ones are empty */
export function functionalGroups(dataSet: DataSet, frames: number): FunctionalGroups {
  const shared = itemsOf(dataSet, 0x52009229)[0];
  const perFrame = itemsOf(dataSet, 0x52009230);
  const macro = (frame: number, tag: number): DataSet | undefined =>
    (perFrame[frame] && itemsOf(perFrame[frame], tag)[0]) ?? (shared && itemsOf(shared, tag)[0]);
  const transformation = macro(0, 0x00289145) ?? dataSet;
  const slope = decimalOf(transformation, 0x00281053);
  return {
    planes: planesOf(dataSet, frames, perFrame.length > 0 || shared !== undefined ? macro : undefined),
    spacing: spacingOf(dataSet, macro(0, 0x00289110)),
    rescale: { slope: slope || 1, intercept: decimalOf(transformation, 0x00281052) ?? 0 },
    windows: windowsOf(macro(0, 0x00289132) ?? dataSet),
    warnings: warningsOf(perFrame.length, frames, slope),
  };
}

function warningsOf(groups: number, frames: number, slope: number | undefined): readonly string[] {
  const warnings: string[] = [];
  if (groups > 0 && groups !== frames) warnings.push(`The header describes ${groups} frames and counts ${frames}.`);
  if (slope === 0) warnings.push('RescaleSlope (0028,1053) is 0; 1 was taken.');
  return warnings;
}

function planesOf(
  dataSet: DataSet,
  frames: number,
  macro: ((frame: number, tag: number) => DataSet | undefined) | undefined,
): readonly Plane[] {
  const own = planeOf(dataSet, dataSet);
  if (!macro) return doseFrames(dataSet, own, frames) ?? Array.from({ length: frames }, () => own);
  return Array.from({ length: frames }, (_, frame) => {
    const plane = planeOf(macro(frame, 0x00209113), macro(frame, 0x00209116));
    return plane.imagePositionPatient ? plane : { ...own, ...plane };
  });
}

function planeOf(position: DataSet | undefined, orientation: DataSet | undefined): Plane {
  const origin = position && decimalsOf(position, 0x00200032);
  const cosines = orientation && decimalsOf(orientation, 0x00200037);
  return {
    ...(origin?.length === 3 ? { imagePositionPatient: origin } : {}),
    ...(cosines?.length === 6 ? { imageOrientationPatient: cosines } : {}),
  };
}

/** Planes of a dose or other multi-frame grid: offsets along the normal (3004,000C), relative or absolute z. */
function doseFrames(dataSet: DataSet, own: Plane, frames: number): readonly Plane[] | undefined {
  const offsets = decimalsOf(dataSet, 0x3004000c);
  const { imagePositionPatient: origin, imageOrientationPatient: cosines } = own;
  if (offsets.length !== frames || frames < 2 || !origin || !cosines) return undefined;
  const normal = cross(cosines);
  const first = offsets[0]!;
  return offsets.map((offset) => ({
    ...own,
    imagePositionPatient: origin.map((value, axis) => value + normal[axis]! * (offset - first)),
  }));
}

/** Normal of a plane from its six direction cosines: row direction x column direction. */
export function cross(cosines: readonly number[]): readonly [number, number, number] {
  const [rx, ry, rz, cx, cy, cz] = cosines as [number, number, number, number, number, number]; // six, checked on reading
  return [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
}

function spacingOf(dataSet: DataSet, measures: DataSet | undefined): Spacing | undefined {
  const candidates: readonly (readonly [readonly number[], SpacingSource])[] = [
    [measures ? decimalsOf(measures, 0x00280030) : [], { tag: '(0028,0030)', name: 'PixelSpacing' }],
    [decimalsOf(dataSet, 0x00280030), { tag: '(0028,0030)', name: 'PixelSpacing' }],
    [decimalsOf(dataSet, 0x00181164), { tag: '(0018,1164)', name: 'ImagerPixelSpacing' }],
    [decimalsOf(dataSet, 0x00182010), { tag: '(0018,2010)', name: 'NominalScannedPixelSpacing' }],
    [ultrasoundSpacing(dataSet), { tag: '(0018,602C)', name: 'PhysicalDeltaX' }],
  ];
  for (const [values, source] of candidates) {
    const [row, column] = values;
    if (row && column && row > 0 && column > 0) return { spacing: [row, column], source };
  }
  return undefined;
}

/** From the one calibrated region in cm; several regions may differ, so then there is none for the image. */
function ultrasoundSpacing(dataSet: DataSet): readonly number[] {
  const regions = itemsOf(dataSet, 0x00186011);
  const [region] = regions;
  if (regions.length !== 1 || !region || shortOf(region, 0x00186024) !== 3 || shortOf(region, 0x00186026) !== 3)
    return [];
  const [x, y] = [doublesOf(region, 0x0018602c)[0], doublesOf(region, 0x0018602e)[0]];
  return x && y ? [Math.abs(y) * 10, Math.abs(x) * 10] : [];
}

function windowsOf(dataSet: DataSet): readonly Window[] {
  const [centers, widths] = [decimalsOf(dataSet, 0x00281050), decimalsOf(dataSet, 0x00281051)];
  const names = textsOf(dataSet, 0x00281055);
  return centers.slice(0, widths.length).flatMap((center, index) => {
    const width = widths[index]!;
    if (width <= 0) return [];
    return [names[index] ? { center, width, name: names[index] } : { center, width }];
  });
}
