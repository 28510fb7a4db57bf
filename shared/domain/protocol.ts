import * as z from 'zod/mini';
import { AttributeIdSchema, LabelIdSchema } from './ids.ts';

export const PatternSchema = z.enum(['solid', 'dashed', 'dotted', 'dash-dot']);

/** Shown only while another attribute has one of these values (nested and conditional attributes). */
const ConditionSchema = z.object({ attribute: AttributeIdSchema, isOneOf: z.array(z.string()) });

/**
 * The entries of a protocol. @param least characters of whatever must be said: 1 in a published protocol, 0 while it is written, so that
 * a field can be emptied and filled again
 */
function entriesWith(least: 0 | 1) {
  const words = (most: number) => z.string().check(z.minLength(least), z.maxLength(most));
  const key = z.string().check(z.minLength(1), z.maxLength(64));
  const order = z.string(); // fractional index
  const attribute = { id: AttributeIdSchema, name: words(80), help: z.optional(z.string()), isRequired: z.boolean(), when: z.optional(ConditionSchema), order };
  const options = z.array(z.object({ id: key, name: words(80) }));

  /** A question with a typed answer, of an item as a whole or of one annotation. Ranges include both ends. */
  const AttributeSchema = z.discriminatedUnion('type', [
    z.object({ ...attribute, type: z.literal('choice'), options }),
    z.object({ ...attribute, type: z.literal('many'), options }),
    z.object({ ...attribute, type: z.literal('number'), unit: z.optional(z.string()), min: z.optional(z.number()), max: z.optional(z.number()) }),
    z.object({ ...attribute, type: z.literal('text') }),
  ]);

  /** Right or wrong use of a label, with a sentence; a picture is kept as a source by its SHA-256. */
  const ExampleSchema = z.object({
    id: key,
    verdict: z.enum(['right', 'wrong']),
    sentence: words(500),
    shown: z.discriminatedUnion('type', [
      z.object({ type: z.literal('picture'), sha256: z.string(), mediaType: z.string() }),
      z.object({ type: z.literal('passage'), text: words(2000) }),
    ]),
  });

  const LabelSchema = z.object({
    id: LabelIdSchema,
    name: words(80),
    definition: z.string(),
    colour: z.int().check(z.minimum(1), z.maximum(8)), // one of the eight label hues of the design tokens
    pattern: PatternSchema,
    hotkey: z.optional(z.string().check(z.regex(/^[1-9]$/))),
    geometries: z.array(z.string()), // geometry kinds allowed, such as `imaging.box`, `text.span`
    parent: z.optional(LabelIdSchema),
    attributes: z.array(AttributeSchema),
    examples: z.array(ExampleSchema),
    order,
  });

  /** A typed link between two annotations: which labels may stand at its ends (empty: any). */
  const RelationTypeSchema = z.object({ id: key, name: words(80), definition: z.string(), from: z.array(LabelIdSchema), to: z.array(LabelIdSchema), order });

  const AmbiguityRuleSchema = z.object({ id: key, when: words(500), decide: words(500), order });
  return { AttributeSchema, LabelSchema, RelationTypeSchema, AmbiguityRuleSchema };
}

export const { AttributeSchema, LabelSchema, RelationTypeSchema, AmbiguityRuleSchema } = entriesWith(1);
/** The same while they are written. */
export const unfinishedEntries = entriesWith(0);

export type Attribute = z.infer<typeof AttributeSchema>;
export type Option = Extract<Attribute, { readonly type: 'choice' | 'many' }>['options'][number];
export type Label = z.infer<typeof LabelSchema>;
export type Example = Label['examples'][number];
export type RelationType = z.infer<typeof RelationTypeSchema>;
export type AmbiguityRule = z.infer<typeof AmbiguityRuleSchema>;

/** choice: an option's id; many: option ids; number; text. */
export const AttributeValueSchema = z.union([z.string(), z.array(z.string()), z.number()]);
export type AttributeValue = z.infer<typeof AttributeValueSchema>;

/** What an attribute lets one choose from; nothing where it asks otherwise, or is not in the protocol any more. */
export function optionsOf(attribute: Attribute | undefined): readonly Option[] {
  return attribute?.type === 'choice' || attribute?.type === 'many' ? attribute.options : [];
}

/** How readings are compared and how a session settles. Similarities are in [0, 1]. */
export const ProtocolSettingsSchema = z.object({
  /** at or above: the same finding */
  matchSimilarity: z.number().check(z.minimum(0), z.maximum(1)),
  /** at or above: the same extent */
  extentSimilarity: z.number().check(z.minimum(0), z.maximum(1)),
  rule: z.enum(['majority', 'unanimous', 'chair']),
  /** how many ballots a round needs before it may close */
  quorum: z.int().check(z.minimum(1), z.maximum(100)),
  readersPerItem: z.int().check(z.minimum(1), z.maximum(20)),
});
export type ProtocolSettings = z.infer<typeof ProtocolSettingsSchema>;

export const defaultProtocolSettings: ProtocolSettings = {
  matchSimilarity: 0.1,
  extentSimilarity: 0.7,
  rule: 'majority',
  quorum: 2,
  readersPerItem: 2,
};

/** Everything an annotator works by. The guideline is a TipTap (ProseMirror) document as JSON. */
export const ProtocolContentSchema = z.object({
  labels: z.array(LabelSchema),
  relations: z.array(RelationTypeSchema),
  itemAttributes: z.array(AttributeSchema),
  rules: z.array(AmbiguityRuleSchema),
  guideline: z.unknown(),
  settings: ProtocolSettingsSchema,
});
export type ProtocolContent = z.infer<typeof ProtocolContentSchema>;

/** An immutable, published version; every annotation carries the number it was made under. `hash` is over the canonical content. */
export const ProtocolVersionSchema = z.object({
  version: z.int().check(z.minimum(1)),
  content: ProtocolContentSchema,
  hash: z.string(),
  changes: z.array(z.string()), // in words, against the version before
  publishedAt: z.string(),
  publishedBy: z.string(),
});
export type ProtocolVersion = z.infer<typeof ProtocolVersionSchema>;
