import * as z from 'zod/mini';
import { AnnotationSchema } from '../domain/annotation.ts';
import { AttributeValueSchema } from '../domain/protocol.ts';

/** A figure with the data it rests on: `n` units, and a 95 % bootstrap percentile interval where one could be had. */
export const EstimateSchema = z.object({
  value: z.number(),
  n: z.number(),
  low: z.optional(z.number()),
  high: z.optional(z.number()),
});
export type Estimate = z.infer<typeof EstimateSchema>;

/** One reader's side of a row. */
const SideSchema = z.object({ reader: z.string(), annotation: AnnotationSchema });

export const RowTypeSchema = z.enum(['agree', 'label differs', 'extent differs', 'attribute differs', 'found by some']);
export type RowType = z.infer<typeof RowTypeSchema>;

/**
 * What readers said of one finding, or of one of the item's own questions. Every annotation of every reading stands in exactly one row.
 * `id` is a digest of what the row holds, so that recomputing gives the same id for the same readings.
 */
export const RowSchema = z.discriminatedUnion('subject', [
  z.object({
    subject: z.literal('finding'),
    id: z.string(),
    type: RowTypeSchema,
    title: z.string(),
    why: z.string(),
    sides: z.array(SideSchema),
    missing: z.array(z.string()), // readers who marked nothing here
    similarity: z.optional(z.number()), // mean over pairs, in [0, 1]
  }),
  z.object({
    subject: z.literal('answer'),
    id: z.string(),
    type: z.enum(['agree', 'attribute differs']),
    title: z.string(),
    why: z.string(),
    attribute: z.string(),
    answers: z.array(z.object({ reader: z.string(), value: z.optional(AttributeValueSchema) })),
  }),
]);
export type Row = z.infer<typeof RowSchema>;

export const AgreementSchema = z.object({
  /** statistic name (as in shared/agreement) -> figure, over the item's rows */
  item: z.record(z.string(), EstimateSchema),
  byLabel: z.array(z.object({ label: z.string(), statistics: z.record(z.string(), EstimateSchema) })),
  byPair: z.array(z.object({ a: z.string(), b: z.string(), statistics: z.record(z.string(), EstimateSchema) })),
});
export type Agreement = z.infer<typeof AgreementSchema>;

/** Two or more readings of one item laid side by side. */
export const ComparisonSchema = z.object({
  readers: z.array(z.string()),
  rows: z.array(RowSchema),
  agreement: AgreementSchema,
});
export type Comparison = z.infer<typeof ComparisonSchema>;

export const isDisagreement = (row: Row): boolean => row.type !== 'agree';
