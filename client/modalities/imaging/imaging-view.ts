import { largestZoom, initialPlacement, type Placement, smallestZoom } from '../../canvas/view-matrix.ts';
import { PointSchema } from '@consilium/shared/modalities/imaging/geometry.ts';
import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';
import * as z from 'zod/mini';
import type { Window } from './frames/shown-frame.ts';

/** How an imaging item is looked at: plain JSON, the same on every screen, for following and coming back. */
export const ImagingViewSchema = z.object({
  slice: z.int().check(z.minimum(0)),
  centre: PointSchema,
  zoom: z.number().check(z.minimum(smallestZoom), z.maximum(largestZoom)),
  rotation: z.number(),
  isFlippedX: z.boolean(),
  isFlippedY: z.boolean(),
  /** `null`: the usual window of each picture */
  window: z.nullable(z.object({ center: z.number(), width: z.number().check(z.positive()) })),
  isInverted: z.boolean(),
  isSmooth: z.boolean(),
});
export type ImagingView = z.infer<typeof ImagingViewSchema> & Placement;

/** The whole picture in the middle of the series, in its header's first window. */
export function initialView(meta: ImagingMeta): ImagingView {
  const placement = initialPlacement(meta.columns, meta.rows);
  return { ...placement, centre: [meta.columns / 2, meta.rows / 2], slice: Math.floor((meta.frames.length - 1) / 2), window: firstWindow(meta), isInverted: false, isSmooth: true };
}

function firstWindow(meta: ImagingMeta): Window | null {
  const [header] = meta.windows.filter(({ width }) => width > 0);
  if (header) return { center: header.center, width: header.width };
  return meta.modality === 'CT' ? (ctPresets[1]?.window ?? null) : null;
}

/** A view from outside (a colleague followed, a link), held to what this item has; `undefined` where it is none. */
export function readView(value: unknown, meta: ImagingMeta): ImagingView | undefined {
  const parsed = ImagingViewSchema.safeParse(value);
  return parsed.success ? { ...parsed.data, slice: Math.min(parsed.data.slice, meta.frames.length - 1) } : undefined;
}

export interface Preset {
  readonly title: string;
  readonly window: Window | null;
}

const ctPresets: readonly Preset[] = [
  { title: 'Lung', window: { center: -600, width: 1500 } },
  { title: 'Mediastinum', window: { center: 50, width: 400 } },
  { title: 'Bone', window: { center: 500, width: 2000 } },
];

/** Three at most, for F1 to F3: the header's windows where it has several; else for CT lung, mediastinum and bone; else its one window and the usual one. */
export function presetsOf(meta: ImagingMeta): readonly Preset[] {
  const header = meta.windows.filter(({ width }) => width > 0).map(({ name, center, width }) => ({ title: presetTitle(name), window: { center, width } }));
  if (meta.modality === 'CT') return header.length > 1 ? header.slice(0, 3) : ctPresets;
  return [...header.slice(0, 2), { title: 'Automatic', window: null }];
}

/** Headers shout (`SOFT TISSUE`); import numbers those without a name. */
const presetTitle = (name: string): string => {
  if (name === '' || name === 'Window 1') return 'From the file';
  return name === name.toUpperCase() ? name.charAt(0) + name.slice(1).toLowerCase() : name;
};

export const isSame = (a: Window | null, b: Window | null): boolean => a?.center === b?.center && a?.width === b?.width;
