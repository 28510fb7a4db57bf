import { type Kysely, sql } from 'kysely';
import type { ColumnTypes } from '../column-types.ts';

/** Documents, their updates, snapshots, clients and what was refused. */
export async function logTables(db: Kysely<unknown>, { engine, blob, big }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('documents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('head', big, (column) => column.notNull())
    .addColumn('snapshot_seq', big, (column) => column.notNull())
    .addColumn('frozen', 'integer', (column) => column.notNull())
    .addColumn('dek_wrapped', blob, (column) => column.notNull())
    .addColumn('kek_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .$call((table) => (engine === 'postgres' ? table.modifyEnd(sql`with (fillfactor = 50)`) : table))
    .execute();
  await db.schema
    .createTable('doc_updates')
    .addColumn('doc_id', 'text', (column) => column.notNull().references('documents.id'))
    .addColumn('seq', big, (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('client_id', big, (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('payload', blob, (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('doc_updates_key', ['doc_id', 'seq'])
    .$call((table) => (engine === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute();
  await db.schema
    .createTable('doc_snapshots')
    .addColumn('doc_id', 'text', (column) => column.notNull().references('documents.id'))
    .addColumn('seq', big, (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('payload', blob, (column) => column.notNull())
    .addPrimaryKeyConstraint('doc_snapshots_key', ['doc_id', 'seq'])
    .execute();
  await db.schema
    .createTable('doc_clients')
    .addColumn('doc_id', 'text', (column) => column.notNull())
    .addColumn('client_id', big, (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('doc_clients_key', ['doc_id', 'client_id'])
    .execute();
  await db.schema
    .createTable('quarantine')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('doc_id', 'text', (column) => column.notNull().references('documents.id'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('payload', blob, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('quarantine_by_document').on('quarantine').columns(['doc_id', 'at']).execute();
}
