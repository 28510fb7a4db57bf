import { type Kysely, sql } from 'kysely';
import type { ColumnTypes } from '../column-types.ts';

/** The audit trail: rows are added and never changed; the database itself refuses anything else. */
export async function auditTables(db: Kysely<unknown>, { engine, big }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('seq', big, (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('project_id', 'text')
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('prev', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .execute();
  await db.schema.createIndex('audit_log_by_project').on('audit_log').columns(['project_id', 'seq']).execute();
  await db.schema.createIndex('audit_log_by_target').on('audit_log').columns(['target', 'seq']).execute();
  await db.schema.createIndex('audit_log_by_actor').on('audit_log').columns(['actor_id', 'seq']).execute();
  await db.schema
    .createTable('audit_heads')
    .addColumn('seq', big, (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('root', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .execute();
  for (const table of ['audit_log', 'audit_heads']) {
    if (engine === 'sqlite') await refuseChangesOnSqlite(db, table);
    else await refuseChangesOnPostgres(db, table);
  }
}

async function refuseChangesOnSqlite(db: Kysely<unknown>, table: string): Promise<void> {
  const refuse = sql`begin select raise(abort, 'the audit trail is only ever added to'); end`;
  await sql`create trigger ${sql.id(`${table}_no_update`)} before update on ${sql.id(table)} ${refuse}`.execute(db);
  await sql`create trigger ${sql.id(`${table}_no_delete`)} before delete on ${sql.id(table)} ${refuse}`.execute(db);
  // `insert or replace` deletes without asking the trigger above
  await sql`create trigger ${sql.id(`${table}_no_replace`)} before insert on ${sql.id(table)}
    when exists (select 1 from ${sql.id(table)} where seq = new.seq) ${refuse}`.execute(db);
}

async function refuseChangesOnPostgres(db: Kysely<unknown>, table: string): Promise<void> {
  await sql`create or replace function refuse_audit_change() returns trigger language plpgsql as
    $$ begin raise exception 'the audit trail is only ever added to'; end $$`.execute(db);
  await sql`create trigger ${sql.id(`${table}_no_change`)} before update or delete on ${sql.id(table)}
    for each row execute function refuse_audit_change()`.execute(db);
  await sql`create trigger ${sql.id(`${table}_no_truncate`)} before truncate on ${sql.id(table)}
    for each statement execute function refuse_audit_change()`.execute(db);
}
