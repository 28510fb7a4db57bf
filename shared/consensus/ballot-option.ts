import * as z from 'zod/mini';

/** What a ballot may say: a reader's annotation, the majority, union or intersection, something redrawn, or none. `text` is for people. */
export const BallotOptionSchema = z.object({
  id: z.string(),
  text: z.string(),
  kind: z.enum(['reader', 'majority', 'union', 'intersection', 'redrawn', 'none', 'answer']),
  reader: z.optional(z.string()),
  value: z.optional(z.unknown()),
});
export type BallotOption = z.infer<typeof BallotOptionSchema>;
