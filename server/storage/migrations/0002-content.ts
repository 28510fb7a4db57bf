import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../column-types.ts';

/** Blobs by content, and the server's own settings. */
export async function contentTables(db: Kysely<unknown>, { blob, big }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('blobs')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('size', big, (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('dek_wrapped', blob, (column) => column.notNull())
    .addColumn('kek_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
