import * as z from 'zod/mini';

/** Image pixels, x right and y down; pixel (i, j) covers [i, i+1) x [j, j+1), so its centre is (i + 0.5, j + 0.5). */
export const PointSchema = z.tuple([z.number(), z.number()]);
export type Point = z.infer<typeof PointSchema>;

/** `slice` is the index into the item's ordered frames (ImagingMeta.frames). */
const on = { version: z.literal(1), slice: z.int().check(z.minimum(0)) };

export const ImagingGeometrySchema = z.discriminatedUnion('kind', [
  /** half-open: covers [x, x + width) x [y, y + height) */
  z.object({
    ...on,
    kind: z.literal('imaging.box'),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
  }),
  z.object({ ...on, kind: z.literal('imaging.polygon'), points: z.array(PointSchema).check(z.minLength(3)) }),
  z.object({ ...on, kind: z.literal('imaging.polyline'), points: z.array(PointSchema).check(z.minLength(2)) }),
  /** `rotation` in radians, clockwise on the screen */
  z.object({
    ...on,
    kind: z.literal('imaging.ellipse'),
    x: z.number(),
    y: z.number(),
    radiusX: z.number(),
    radiusY: z.number(),
    rotation: z.number(),
  }),
  z.object({ ...on, kind: z.literal('imaging.point'), x: z.number(), y: z.number() }),
  z.object({ ...on, kind: z.literal('imaging.length'), from: PointSchema, to: PointSchema }),
  /** `vertex` between the two arms */
  z.object({ ...on, kind: z.literal('imaging.angle'), from: PointSchema, vertex: PointSchema, to: PointSchema }),
  /** the slice as a whole (image-level finding) */
  z.object({ ...on, kind: z.literal('imaging.whole') }),
]);
export type ImagingGeometry = z.infer<typeof ImagingGeometrySchema>;
export type ImagingKind = ImagingGeometry['kind'];
