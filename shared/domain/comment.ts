import * as z from 'zod/mini';
import { AnnotationIdSchema, SourceIdSchema } from './ids.ts';

/** Where a comment is pinned: the item, an annotation, or a place (a modality's point geometry) in a source. */
export const AnchorSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('item') }),
  z.object({ type: z.literal('annotation'), annotation: AnnotationIdSchema }),
  z.object({
    type: z.literal('place'),
    source: SourceIdSchema,
    geometry: z.looseObject({ kind: z.string(), version: z.number() }),
  }),
  z.object({ type: z.literal('row'), row: z.string() }),
]);
export type Anchor = z.infer<typeof AnchorSchema>;

/**
 * A remark or a reply (`parent`). `body` is TipTap JSON. Who wrote it is not inside: it is `client`, the Yjs clientID that wrote
 * the body, which the server binds to one person.
 */
export const CommentSchema = z.object({
  id: z.string(),
  body: z.unknown(),
  anchor: AnchorSchema,
  parent: z.optional(z.string()),
  at: z.string(), // the writer's clock, UTC
  isResolved: z.boolean(),
  mentions: z.array(z.string()),
  client: z.number(),
});
export type Comment = z.infer<typeof CommentSchema>;
