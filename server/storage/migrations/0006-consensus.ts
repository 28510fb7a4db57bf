import type { Kysely } from 'kysely';

/** Comparisons, the sessions that meet over them, rounds of ballots, signatures. */
export async function consensusTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('comparisons')
    .addColumn('item_id', 'text', (column) => column.primaryKey().references('items.id').onDelete('cascade'))
    .addColumn('computed_at', 'text', (column) => column.notNull())
    .addColumn('protocol_version', 'integer', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  await sessions(db);
  await db.schema
    .createTable('signatures')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.references('sessions.id'))
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('meaning', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('signatures_by_item').on('signatures').columns(['item_id', 'at']).execute();
}

async function sessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('chair_id', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('closed_at', 'text')
    .execute();
  await db.schema.createIndex('sessions_by_project').on('sessions').columns(['project_id', 'created_at']).execute();
  await db.schema
    .createTable('session_items')
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('session_items_key', ['session_id', 'item_id'])
    .execute();
  await db.schema.createIndex('session_items_by_item').on('session_items').column('item_id').execute();
  await db.schema
    .createTable('session_members')
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('joined_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('session_members_key', ['session_id', 'user_id'])
    .execute();
  await db.schema.createIndex('session_members_by_user').on('session_members').column('user_id').execute();
  await db.schema
    .createTable('rounds')
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id'))
    .addColumn('row_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('options', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('closed_at', 'text')
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint('rounds_key', ['session_id', 'item_id', 'row_id', 'number'])
    .execute();
}
