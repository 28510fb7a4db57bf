import { failed, ok, type Result } from '../../kernel/result.ts';
import type { Modality } from '../contract.ts';
import { readVersioned } from '../read-versioned.ts';
import { imagingApart } from './apart.ts';
import { combineImaging } from './combine.ts';
import { describeImaging } from './describe.ts';
import { type ImagingGeometry, ImagingGeometrySchema } from './geometry.ts';
import { type ImagingMeta, ImagingMetaSchema } from './meta.ts';
import { imagingSimilarity } from './similarity.ts';

/** Images and series of images: radiographs, CT, ultrasound, photographs. */
export const imaging: Modality<ImagingGeometry, ImagingMeta> = {
  id: 'imaging',
  title: 'Images',
  kinds: [
    { kind: 'imaging.box', title: 'Box', key: 'KeyB' },
    { kind: 'imaging.polygon', title: 'Polygon', key: 'KeyP' },
    { kind: 'imaging.ellipse', title: 'Ellipse', key: 'KeyE' },
    { kind: 'imaging.polyline', title: 'Polyline', key: 'KeyY' },
    { kind: 'imaging.point', title: 'Point', key: 'KeyK' },
    { kind: 'imaging.length', title: 'Length', key: 'KeyM' },
    { kind: 'imaging.angle', title: 'Angle', key: 'KeyA' },
    { kind: 'imaging.whole', title: 'Whole image', key: 'KeyD' },
  ],
  readMeta: readImagingMeta,
  readGeometry: (value) => readVersioned(value, ImagingGeometrySchema, {}),
  similarity: imagingSimilarity,
  apart: imagingApart,
  combine: combineImaging,
  describe: describeImaging,
  place: (geometry) => geometry.slice,
};

function readImagingMeta(value: unknown): Result<ImagingMeta, { type: 'Malformed'; at: string }> {
  const parsed = ImagingMetaSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return failed({ type: 'Malformed', at: parsed.error.issues[0]?.path.join('.') ?? '' });
}
