import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../column-types.ts';

/** Projects, their protocols, items with sources and assignments, and what an import did with each file. */
export async function workTables(db: Kysely<unknown>, { big, counted }: ColumnTypes): Promise<void> {
  await projects(db);
  await items(db);
  await db.schema
    .createTable('import_files')
    .addColumn('id', counted)
    .addColumn('import_id', 'text', (column) => column.notNull())
    .addColumn('project_id', 'text', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('size', big, (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text')
    .addColumn('item_id', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('import_files_by_import').on('import_files').columns(['import_id', 'id']).execute();
  await db.schema.createIndex('import_files_by_project').on('import_files').columns(['project_id', 'id']).execute();
}

async function projects(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('projects')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('objective', 'text', (column) => column.notNull())
    .addColumn('modalities', 'text', (column) => column.notNull())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('protocol_versions')
    .addColumn('project_id', 'text', (column) => column.notNull().references('projects.id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('changes', 'text', (column) => column.notNull())
    .addColumn('published_at', 'text', (column) => column.notNull())
    .addColumn('published_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('protocol_versions_key', ['project_id', 'version'])
    .execute();
}

async function items(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('items')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('modality', 'text', (column) => column.notNull())
    .addColumn('meta', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('blinding', 'text', (column) => column.notNull())
    .addColumn('readers_needed', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('revealed_at', 'text')
    .addColumn('signed_at', 'text')
    .execute();
  await db.schema.createIndex('items_by_project').on('items').columns(['project_id', 'phase', 'name']).execute();
  await db.schema
    .createTable('item_sources')
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull().references('blobs.sha256')) // a used blob cannot be deleted
    .addColumn('name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_sources_key', ['item_id', 'position'])
    .execute();
  await db.schema.createIndex('item_sources_by_blob').on('item_sources').column('sha256').execute();
  await db.schema
    .createTable('assignments')
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id').onDelete('cascade'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('assigned_at', 'text', (column) => column.notNull())
    .addColumn('reserved_until', 'text')
    .addColumn('opened_at', 'text')
    .addColumn('submitted_at', 'text')
    .addColumn('content_hash', 'text')
    .addColumn('protocol_version', 'integer')
    .addPrimaryKeyConstraint('assignments_key', ['item_id', 'user_id'])
    .execute();
  await db.schema.createIndex('assignments_by_user').on('assignments').columns(['user_id', 'state']).execute();
}
