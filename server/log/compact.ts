import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { Compactor } from './compactor.ts';
import { type LogContext, lockDocuments } from './document-rows.ts';
import { keepsHistory } from './keeps-history.ts';
import { sealPayload } from './payload.ts';
import type { StoredDocument } from './port.ts';
import { readDocument } from './read-document.ts';

const enough = { updates: 200, bytes: 64 * 1024 };
const keptSnapshots = 2;

/**
 * Folds a document's updates into a snapshot. Appends go on meanwhile: what comes after the fold is not touched.
 * @param when `grown`: only past 200 updates or 64 KiB since the last snapshot; `any`: with a single update already; `whole`: also where history is kept, and no older snapshot stays
 * @returns whether there is a new snapshot; of two relays at once, one gets `false`
 */
export async function compactDocument(
  context: LogContext,
  compactor: Compactor,
  document: DocumentName,
  when: 'grown' | 'any' | 'whole',
): Promise<boolean> {
  if (keepsHistory(document) && when !== 'whole') return false;
  const stored = await readDocument(context, document);
  if (stored.updates.length === 0 || (when === 'grown' && !hasGrown(stored))) return false;
  const updates = stored.updates.map((logged) => logged.update);
  const snapshot = await compactor.fold(stored.snapshot === undefined ? updates : [stored.snapshot, ...updates]);
  return context.storage.db.transaction().execute((tx) => replaceUpdates(context, tx, document, stored.head, snapshot, when === 'whole' ? 1 : keptSnapshots));
}

const hasGrown = ({ updates }: StoredDocument) =>
  updates.length > enough.updates || updates.reduce((bytes, logged) => bytes + logged.update.length, 0) > enough.bytes;

async function replaceUpdates(
  context: LogContext,
  tx: Kysely<Database>,
  document: DocumentName,
  seq: number,
  snapshot: Uint8Array,
  kept: number,
): Promise<boolean> {
  const row = (await lockDocuments(context, tx, [document])).get(document)!;
  if (seq <= row.snapshot_seq || seq > row.head) return false;
  const payload = sealPayload(context.keys.open(document, row), { type: 'snapshot', document, seq }, snapshot);
  await tx.insertInto('doc_snapshots').values({ doc_id: document, seq, at: context.clock(), payload }).execute();
  await tx.updateTable('documents').set({ snapshot_seq: seq }).where('id', '=', document).execute();
  await tx.deleteFrom('doc_updates').where('doc_id', '=', document).where('seq', '<=', seq).execute();
  await dropOldSnapshots(tx, document, kept);
  return true;
}

async function dropOldSnapshots(tx: Kysely<Database>, document: DocumentName, kept: number): Promise<void> {
  const newestFirst = await tx
    .selectFrom('doc_snapshots')
    .select('seq')
    .where('doc_id', '=', document)
    .orderBy('seq', 'desc')
    .execute();
  const old = newestFirst.slice(kept).map((snapshot) => snapshot.seq);
  if (old.length > 0)
    await tx.deleteFrom('doc_snapshots').where('doc_id', '=', document).where('seq', 'in', old).execute();
}
