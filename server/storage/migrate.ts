import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { columnTypes } from './column-types.ts';
import { auditTables } from './migrations/0003-audit.ts';
import { contentTables } from './migrations/0002-content.ts';
import { logTables } from './migrations/0001-log.ts';
import { peopleTables } from './migrations/0004-people.ts';
import { workTables } from './migrations/0005-work.ts';
import { consensusTables } from './migrations/0006-consensus.ts';
import { erasureTables } from './migrations/0007-erasure.ts';
import type { Database } from './schema.ts';
import { type Storage, StorageRefused } from './storage.ts';

type Open = Pick<Storage, 'db' | 'type'>;

/** Brings the tables up to this version, each step whole or not at all; forward only. */
export async function migrate(storage: Open): Promise<void> {
  const { pending } = await pendingMigrations(storage);
  if (pending.length === 0) return;
  const { error, results } = await migratorOf(storage).migrateToLatest();
  if (error === undefined) return;
  const name = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new Error(
    `migration ${name ?? '(before the first)'} failed: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );
}

/** @returns names, in order; throws `StorageRefused` when the database is from a newer version than this one */
export async function pendingMigrations({
  db,
  type,
}: Open): Promise<{ applied: readonly string[]; pending: readonly string[] }> {
  const known = Object.keys(migrations(type));
  const applied = await appliedMigrations(db, type);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new StorageRefused(
      `The data was written by a newer consilium (it has ${unknown.join(', ')}). Start that version, or restore a backup.`,
    );
  }
  return { applied, pending: known.filter((name) => !applied.includes(name)) };
}

async function appliedMigrations(db: Kysely<Database>, type: Storage['type']): Promise<readonly string[]> {
  const there =
    type === 'sqlite'
      ? await sql`select 1 from sqlite_schema where type = 'table' and name = 'kysely_migration'`.execute(db)
      : await sql`select 1 where to_regclass('kysely_migration') is not null`.execute(db);
  if (there.rows.length === 0) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return applied.rows.map((row) => row.name);
}

const migratorOf = ({ db, type }: Open) =>
  new Migrator({ db, provider: { getMigrations: async () => migrations(type) } });

/** Numbered for ever: a step that has been released is never edited, moved or removed. */
function migrations(type: Storage['type']): Record<string, Migration> {
  const columns = columnTypes(type);
  return {
    '0001-log': { up: (db) => logTables(db, columns) },
    '0002-content': { up: (db) => contentTables(db, columns) },
    '0003-audit': { up: (db) => auditTables(db, columns) },
    '0004-people': { up: (db) => peopleTables(db) },
    '0005-work': { up: (db) => workTables(db, columns) },
    '0006-consensus': { up: (db) => consensusTables(db) },
    '0007-erasure': { up: (db) => erasureTables(db, columns) },
  };
}
