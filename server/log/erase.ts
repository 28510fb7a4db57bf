import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { type LogContext, lockDocuments } from './document-rows.ts';

/**
 * Destroys the keys of these documents and removes all that was kept under them (LOG15). Each keeps an empty, frozen row under a new
 * key, so that nobody who is late ever writes into it. Documents that nobody wrote get such a row too.
 */
export async function eraseDocuments(context: LogContext, tx: Kysely<Database>, documents: readonly DocumentName[]): Promise<void> {
  if (documents.length === 0) return;
  await lockDocuments(context, tx, documents);
  await tx.deleteFrom('doc_updates').where('doc_id', 'in', documents).execute();
  await tx.deleteFrom('doc_snapshots').where('doc_id', 'in', documents).execute();
  await tx.deleteFrom('doc_clients').where('doc_id', 'in', documents).execute();
  await tx.deleteFrom('quarantine').where('doc_id', 'in', documents).execute();
  for (const document of documents) {
    await tx.updateTable('documents').set({ head: 0, snapshot_seq: 0, frozen: 1, ...context.keys.create(document) }).where('id', '=', document).execute();
    context.heads.forget(document);
  }
}

/** Names of the documents that begin with `prefix`, which ends in a slash. */
export async function documentsUnder({ storage }: Pick<LogContext, 'storage'>, prefix: string): Promise<DocumentName[]> {
  const next = `${prefix.slice(0, -1)}0`; // the sign after the slash
  const rows = await storage.db.selectFrom('documents').select('id').where('id', '>=', prefix).where('id', '<', next).execute();
  return rows.map(({ id }) => id);
}
