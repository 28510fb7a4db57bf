import type { Clock } from '@consilium/shared/kernel/time.ts';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { EmbeddedStorage, Storage } from '../storage/storage.ts';
import type { DocumentKeys } from './document-keys.ts';
import type { KnownRows } from './known-rows.ts';

export type DocumentRow = Selectable<Database['documents']>;

/** What every part of the log works with. */
export interface LogContext {
  readonly storage: Pick<Storage, 'db' | 'type'>;
  /** the embedded database's way to write a batch in one round trip; absent on PostgreSQL */
  readonly writeAtOnce: EmbeddedStorage['writeAtOnce'] | undefined;
  /** rows of documents as the last batch left them */
  readonly heads: KnownRows;
  readonly keys: DocumentKeys;
  readonly clock: Clock;
}

/**
 * The rows of these documents, made where they were missing, and held against other writers until `tx` ends.
 * Taken in the order of their names, so that two batches never wait for each other.
 */
export async function lockDocuments(
  context: LogContext,
  tx: Kysely<Database>,
  documents: readonly DocumentName[],
): Promise<ReadonlyMap<DocumentName, DocumentRow>> {
  const locked = await selectLocked(context, tx, documents);
  const missing = documents.filter((document) => !locked.has(document)).sort();
  if (missing.length === 0) return locked;
  await tx
    .insertInto('documents')
    .values(missing.map((document) => newRow(context, document)))
    .onConflict((row) => row.doNothing())
    .execute();
  return new Map([...locked, ...(await selectLocked(context, tx, missing))]);
}

async function selectLocked(
  { storage }: LogContext,
  tx: Kysely<Database>,
  documents: readonly DocumentName[],
): Promise<Map<DocumentName, DocumentRow>> {
  const rows = await tx
    .selectFrom('documents')
    .selectAll()
    .where('id', 'in', documents)
    .orderBy('id')
    .$if(storage.type === 'postgres', (query) => query.forUpdate())
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

const newRow = ({ keys, clock }: LogContext, document: DocumentName): DocumentRow => ({
  id: document,
  head: 0,
  snapshot_seq: 0,
  frozen: 0,
  created_at: clock(),
  ...keys.create(document),
});
