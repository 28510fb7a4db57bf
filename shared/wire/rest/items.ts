import * as z from 'zod/mini';
import { AssignmentStateSchema, BlindingSchema, ItemPhaseSchema } from '../../domain/item.ts';
import { SourceRefSchema } from '../../domain/source.ts';
import { ComparisonSchema } from '../../consensus/comparison.ts';
import { bytes, endpoint } from './endpoint.ts';

const MyAssignmentSchema = z.object({
  state: AssignmentStateSchema,
  assignedAt: z.string(),
  reservedUntil: z.nullable(z.string()),
  submittedAt: z.nullable(z.string()),
  protocolVersion: z.nullable(z.number()),
});

/** `mine`: the asking person's own assignment. Nothing here depends on other readers until the item is revealed. */
export const ItemSchema = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  modality: z.string(),
  meta: z.unknown(),
  sources: z.array(SourceRefSchema),
  blinding: BlindingSchema,
  /** a blind reader sees `reading` until the reveal, whatever the others have done */
  phase: ItemPhaseSchema,
  mine: z.nullable(MyAssignmentSchema),
  createdAt: z.string(),
});
export type Item = z.infer<typeof ItemSchema>;

/** As leads and adjudicators see it: with every reader's state. */
export const WorkRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  modality: z.string(),
  phase: ItemPhaseSchema,
  blinding: BlindingSchema,
  readersNeeded: z.number(),
  disagreements: z.nullable(z.number()),
  /** I read it blind myself: of the readers only I am listed */
  areOthersHidden: z.boolean(),
  readers: z.array(
    z.object({ id: z.string(), name: z.string(), state: AssignmentStateSchema, submittedAt: z.nullable(z.string()) }),
  ),
  createdAt: z.string(),
});
export type WorkRow = z.infer<typeof WorkRowSchema>;

/** in one request */
export const mostPulledDocuments = 256;

export const itemEndpoints = {
  /** lead and adjudicator */
  work: endpoint('GET', '/projects/:project/work', 'Every item with its readers', {
    response: z.object({ items: z.array(WorkRowSchema) }),
  }),
  assign: endpoint('POST', '/projects/:project/assignments', 'Assign readers to items', {
    body: z.object({
      items: z.array(z.string()),
      readers: z.array(z.string()),
      readersNeeded: z.int().check(z.minimum(1), z.maximum(20)),
      blinding: BlindingSchema,
    }),
    response: z.object({ assigned: z.number() }),
  }),
  unassign: endpoint(
    'DELETE',
    '/items/:item/assignments/:user',
    'Take an assignment back that has not been submitted; the work is kept',
  ),

  queue: endpoint('GET', '/projects/:project/queue', 'My items, next first', {
    response: z.object({ items: z.array(ItemSchema), canTakeNext: z.boolean() }),
  }),
  takeNext: endpoint('POST', '/projects/:project/queue', 'Reserve the next free item', {
    response: z.object({ item: z.nullable(ItemSchema) }),
  }),
  giveBack: endpoint('POST', '/items/:item/return', 'Give an item back; what was drawn is kept', {
    body: z.object({ why: z.string().check(z.maxLength(500)) }),
  }),

  item: endpoint('GET', '/items/:item', 'One item', { response: ItemSchema }),
  source: endpoint('GET', '/items/:item/sources/:sha256', 'The bytes of a source (ranges allowed, immutable)', {
    response: bytes,
  }),
  openItem: endpoint('POST', '/items/:item/opening', 'I begin to read', {
    body: z.object({ protocolVersion: z.int() }),
  }),
  /** `hash`: SHA-256 over `contentToHash`; 409 `OutOfStep` when the server holds other content (sync first), 422 `Incomplete` lists what is missing */
  submit: endpoint('POST', '/items/:item/submission', 'Submit my reading', {
    body: z.object({ hash: z.string(), protocolVersion: z.int() }),
    response: z.object({ submittedAt: z.string() }),
  }),
  comparison: endpoint('GET', '/items/:item/comparison', 'Readings laid side by side', {
    response: z.object({
      comparison: ComparisonSchema,
      names: z.record(z.string(), z.string()),
      protocolVersion: z.number(),
    }),
  }),
  reveal: endpoint('POST', '/items/:item/reveal', 'Show all readings to the readers of the item'),

  /**
   * Yjs bytes in base64: for prefetching a queue and flushing in the background. Each document is answered once, in the order asked; those
   * the answer has no more room for are not in it and are asked for again: the first always is
   */
  pull: endpoint('POST', '/documents/pull', 'What documents hold beyond the state vectors given', {
    body: z.object({
      documents: z
        .array(z.object({ name: z.string(), stateVector: z.string() }))
        .check(z.maxLength(mostPulledDocuments)),
    }),
    response: z.object({
      documents: z.array(z.object({ name: z.string(), update: z.nullable(z.string()), seq: z.number() })),
    }),
  }),
  /** `reason` `too-many-refused`: not looked at, because of those refused just before; one more is after a second */
  push: endpoint('POST', '/documents/push', 'Hand updates in', {
    body: z.object({ documents: z.array(z.object({ name: z.string(), clientId: z.int(), update: z.string() })) }),
    response: z.object({
      documents: z.array(z.object({ name: z.string(), isDurable: z.boolean(), reason: z.nullable(z.string()) })),
    }),
  }),
  authors: endpoint('GET', '/documents/authors', 'Whose each clientID is', {
    query: z.object({ name: z.string() }),
    response: z.object({ authors: z.record(z.string(), z.object({ id: z.string(), name: z.string() })) }),
  }),
  /** destroys the item's keys, rows and sources for good; the reason stands in the audit log, the content nowhere */
  eraseItem: endpoint('POST', '/items/:item/erasure', 'Erase an item for good', {
    body: z.object({ reason: z.string().check(z.minLength(1), z.maxLength(500)) }),
    response: z.object({ documents: z.number(), sources: z.number() }),
  }),
  /** for devices: which of the items they hold are to be forgotten */
  erasedItems: endpoint('POST', '/erasures', 'Which of these items were erased', {
    body: z.object({ items: z.array(z.string()).check(z.maxLength(1000)) }),
    response: z.object({ erased: z.array(z.string()) }),
  }),
};
