import { PostgresAdapter, type Transaction } from 'kysely';
import type { Database } from './schema.ts';

/**
 * Holds a row against everybody else who locks or changes it, until the transaction ends. What is checked after it stays so; what was
 * read before it may have changed meanwhile. SQLite has one writer, so there a transaction is alone already. Several rows are locked in
 * the order of their ids, and nothing is locked after the audit trail has been written to.
 */
export async function lockRow(tx: Transaction<Database>, table: 'projects' | 'items' | 'sessions', id: string): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof PostgresAdapter)) return;
  await tx.selectFrom(table).select('id').where('id', '=', id).forNoKeyUpdate().execute(); // rows that only refer to it are still let in: files of an import that arrive
}
