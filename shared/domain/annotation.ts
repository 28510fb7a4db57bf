import * as z from 'zod/mini';
import { AnnotationIdSchema, AttributeIdSchema, LabelIdSchema, SourceIdSchema } from './ids.ts';
import { AttributeValueSchema } from './protocol.ts';

/** One value that changes as a whole and says what it is: `imaging.box`, version 1, and the modality's own fields. */
export const GeometrySchema = z.looseObject({
  kind: z.string().check(z.regex(/^[a-z]+\.[a-z-]+$/)),
  version: z.int().check(z.minimum(1)),
});
export type Geometry = z.infer<typeof GeometrySchema>;

/** Not sure, and why: routed to an expert. */
export const FlagSchema = z.object({ reason: z.string().check(z.maxLength(2000)) });

/** One mark on a source, made under one protocol version. */
export const AnnotationSchema = z.object({
  id: AnnotationIdSchema,
  source: SourceIdSchema,
  label: LabelIdSchema,
  geometry: GeometrySchema,
  attributes: z.record(AttributeIdSchema, AttributeValueSchema),
  flag: z.optional(FlagSchema),
  protocol: z.int().check(z.minimum(0)),
  order: z.string(),
});
export type Annotation = z.infer<typeof AnnotationSchema>;

/** A typed link from one annotation to another. */
export const RelationSchema = z.object({
  id: z.string(),
  type: z.string(),
  from: AnnotationIdSchema,
  to: AnnotationIdSchema,
});
export type Relation = z.infer<typeof RelationSchema>;

/** One annotator's work on one item, as plain values. `answers` are the item's own attributes. */
export const ReadingValuesSchema = z.object({
  annotations: z.array(AnnotationSchema),
  relations: z.array(RelationSchema),
  answers: z.record(AttributeIdSchema, AttributeValueSchema),
});
export type ReadingValues = z.infer<typeof ReadingValuesSchema>;
