import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../column-types.ts';

/** Which items were erased, for devices that still hold them; and each item's key for what the audit trail says of its content. */
export async function erasureTables(db: Kysely<unknown>, { blob }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('erasures')
    .addColumn('item_id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('item_keys')
    .addColumn('item_id', 'text', (column) => column.primaryKey())
    .addColumn('dek_wrapped', blob, (column) => column.notNull())
    .addColumn('kek_id', 'text', (column) => column.notNull())
    .execute();
}
