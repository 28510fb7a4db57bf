import * as z from 'zod/mini';

/** The text itself is the source's bytes decoded as UTF-8 (a leading byte-order mark is kept as U+FEFF; CRLF stays). */
export const TextMetaSchema = z.object({ length: z.int(), lines: z.int(), excerpt: z.string() });
export type TextMeta = z.infer<typeof TextMetaSchema>;
