import type { KeyObject } from 'node:crypto';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Selectable } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { LogContext } from './document-rows.ts';
import { DamagedDocumentError, openPayload } from './payload.ts';
import type { LoggedUpdate, StoredDocument } from './port.ts';

const emptyDocument: StoredDocument = { head: 0, snapshotSeq: 0, snapshot: undefined, updates: [], isFrozen: false };

/** The newest snapshot and all updates after it, checked to be without a gap. */
export async function readDocument(context: LogContext, document: DocumentName): Promise<StoredDocument> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const start = await selectStart(context, document);
    if (start === undefined) return emptyDocument;
    const updates = await selectUpdates(context, document, start.snapshot_seq);
    // Between the two selects a compaction may have folded updates away; then there is a newer snapshot to start from.
    if (isGapFree(updates, start.snapshot_seq, start.head)) return opened(context, document, start, updates);
  }
  throw new DamagedDocumentError(document, 'the sequence of updates');
}

/** Updates after `after`, in order, with the data key taken from the document's row. */
export async function readUpdates(
  context: LogContext,
  document: DocumentName,
  after: number,
): Promise<readonly LoggedUpdate[]> {
  const row = await context.storage.db
    .selectFrom('documents')
    .select(['dek_wrapped', 'kek_id'])
    .where('id', '=', document)
    .executeTakeFirst();
  if (row === undefined) return [];
  const key = context.keys.open(document, row);
  return (await selectUpdates(context, document, after)).map((update) => openUpdate(key, update));
}

function selectStart({ storage }: LogContext, document: DocumentName) {
  return storage.db
    .selectFrom('documents')
    .leftJoin('doc_snapshots', (join) =>
      join.onRef('doc_snapshots.doc_id', '=', 'documents.id').onRef('doc_snapshots.seq', '=', 'documents.snapshot_seq'),
    )
    .select([
      'documents.head',
      'documents.snapshot_seq',
      'documents.frozen',
      'documents.dek_wrapped',
      'documents.kek_id',
      'doc_snapshots.payload',
    ])
    .where('documents.id', '=', document)
    .executeTakeFirst();
}
type Start = NonNullable<Awaited<ReturnType<typeof selectStart>>>;
type UpdateRow = Selectable<Database['doc_updates']>;

function selectUpdates({ storage }: LogContext, document: DocumentName, after: number): Promise<UpdateRow[]> {
  return storage.db
    .selectFrom('doc_updates')
    .selectAll()
    .where('doc_id', '=', document)
    .where('seq', '>', after)
    .orderBy('seq')
    .execute();
}

const isGapFree = (updates: readonly UpdateRow[], snapshotSeq: number, head: number) =>
  updates.every((update, index) => update.seq === snapshotSeq + 1 + index) && snapshotSeq + updates.length >= head;

function opened(
  { keys }: LogContext,
  document: DocumentName,
  start: Start,
  updates: readonly UpdateRow[],
): StoredDocument {
  const key = keys.open(document, start);
  const { snapshot_seq: snapshotSeq, payload } = start;
  if (snapshotSeq > 0 && payload === null) throw new DamagedDocumentError(document, `snapshot ${snapshotSeq}`);
  return {
    head: snapshotSeq + updates.length,
    snapshotSeq,
    snapshot:
      payload === null ? undefined : openPayload(key, { type: 'snapshot', document, seq: snapshotSeq }, payload),
    updates: updates.map((update) => openUpdate(key, update)),
    isFrozen: start.frozen === 1,
  };
}

function openUpdate(key: KeyObject, row: UpdateRow): LoggedUpdate {
  const { seq, at, doc_id: document, actor_id: actorId, client_id: clientId } = row;
  return {
    seq,
    actorId,
    clientId,
    at,
    update: openPayload(key, { type: 'update', document, seq, actorId, clientId, at }, row.payload),
  };
}
