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
