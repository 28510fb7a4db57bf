import * as z from 'zod/mini';
import { SourceIdSchema } from './ids.ts';

/** One file of an item, by content; `position` is its place in the item (slice order for a series). */
export const SourceRefSchema = z.object({
  sha256: SourceIdSchema,
  name: z.string(),
  mediaType: z.string(),
  size: z.number(),
});
export type SourceRef = z.infer<typeof SourceRefSchema>;
