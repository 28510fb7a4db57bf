import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Storage } from '../storage/storage.ts';
import type { UpdateLog } from './port.ts';

export interface DamagedDocument {
  readonly document: DocumentName;
  readonly message: string;
}

/** Loads every document, as after a restore: yields those that cannot be served, and gives how many were looked at. */
export async function* damagedDocuments(
  { db }: Pick<Storage, 'db'>,
  log: Pick<UpdateLog, 'load'>,
): AsyncGenerator<DamagedDocument, number> {
  const rows = await db.selectFrom('documents').select('id').orderBy('id').execute();
  for (const { id: document } of rows) {
    try {
      await log.load(document);
    } catch (error) {
      yield { document, message: error instanceof Error ? error.message : String(error) };
    }
  }
  return rows.length;
}
