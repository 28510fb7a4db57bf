import * as z from 'zod/mini';

/** What import keeps of an imaging item: enough to lay out, order and measure without opening a source. */
export const ImagingMetaSchema = z.object({
  rows: z.int(),
  columns: z.int(),
  /** in geometric order; `source` is the SHA-256 of the file, `frame` the 0-based frame in it */
  frames: z.array(z.object({ source: z.string(), frame: z.int(), position: z.optional(z.array(z.number())) })),
  /** mm between rows (y) and between columns (x); absent when the header has none: then nothing is shown in mm */
  pixelSpacing: z.optional(z.tuple([z.number(), z.number()])),
  sliceSpacing: z.optional(z.number()),
  /** the order's ground: `position along the normal`, `file name (no positions in the headers)` */
  orderedBy: z.string(),
  photometricInterpretation: z.string(),
  transferSyntax: z.optional(z.string()),
  modality: z.optional(z.string()), // DICOM Modality, such as CT
  description: z.optional(z.string()),
  windows: z.array(z.object({ name: z.string(), center: z.number(), width: z.number() })), // in units after rescale
  patient: z.optional(
    z.object({ id: z.optional(z.string()), sex: z.optional(z.string()), age: z.optional(z.string()) }),
  ),
  studyDate: z.optional(z.string()),
  seriesUid: z.optional(z.string()),
  warnings: z.array(z.string()),
});
export type ImagingMeta = z.infer<typeof ImagingMetaSchema>;
