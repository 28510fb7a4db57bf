import * as z from 'zod/mini';

/** UTF-16 code units into the immutable text of the source, half-open `[start, end)`. */
const PartSchema = z.object({ start: z.int().check(z.minimum(0)), end: z.int().check(z.minimum(1)) });

/** `text.span`: one part or, where it is discontinuous, several; sorted, not touching. `text.whole`: the document. */
export const TextGeometrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text.span'), version: z.literal(1), parts: z.array(PartSchema).check(z.minLength(1)) }),
  z.object({ kind: z.literal('text.whole'), version: z.literal(1) }),
]);
export type TextGeometry = z.infer<typeof TextGeometrySchema>;
