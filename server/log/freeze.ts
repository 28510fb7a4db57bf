import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { type LogContext, lockDocuments } from './document-rows.ts';

/** Sets the flag in the caller's transaction; an append commits either wholly before it or is refused. */
export async function setFrozen(
  context: LogContext,
  tx: Kysely<Database>,
  document: DocumentName,
  isFrozen: boolean,
): Promise<void> {
  await lockDocuments(context, tx, [document]);
  await tx
    .updateTable('documents')
    .set({ frozen: isFrozen ? 1 : 0 })
    .where('id', '=', document)
    .execute();
}

/**
 * Freezes a document that still stands at `head`, in the caller's transaction, so that what was judged is what is frozen.
 * @returns false, with nothing done, where something was written to it since
 */
export async function freezeAt(
  context: LogContext,
  tx: Kysely<Database>,
  document: DocumentName,
  head: number,
): Promise<boolean> {
  const row = (await lockDocuments(context, tx, [document])).get(document);
  if (row?.head !== head) return false;
  await tx.updateTable('documents').set({ frozen: 1 }).where('id', '=', document).execute();
  return true;
}
