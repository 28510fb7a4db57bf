import { type Kysely, sql } from 'kysely';
import type { Happened } from '../log/audit.ts';
import type { Erased } from '../storage/erased-list.ts';
import type { Database } from '../storage/schema.ts';
import type { Services } from './services.ts';

/** Everything stored of an item: what it shows, and the files that were read into it or refused beside it. */
export async function sourcesOf({ db }: Pick<Services, 'db'>, item: string): Promise<string[]> {
  const shown = await db.selectFrom('item_sources').select('sha256').where('item_id', '=', item).execute();
  const brought = await db.selectFrom('import_files').select('sha256').where('item_id', '=', item).execute();
  return [...new Set([...shown, ...brought].flatMap(({ sha256 }) => sha256 ?? []))];
}

/**
 * In one transaction: keys and content of the item's documents, every row of it, and the line that says so.
 * @returns the names of its documents, written or not, and who had it to read
 */
export async function eraseRows(services: Services, { item, at }: Erased, line: Happened): Promise<{ documents: readonly string[]; readers: readonly string[] }> {
  const { db, log, audit, config } = services;
  const readers = (await db.selectFrom('assignments').select('user_id').where('item_id', '=', item).execute()).map((row) => row.user_id);
  const documents = await documentsOf(services, item, readers);
  await db.transaction().execute(async (tx) => {
    if (config.databaseUrl === undefined) await sql`pragma secure_delete = on`.execute(tx); // what is deleted is overwritten where it lay
    await log.eraseIn(tx, documents);
    await removeRows(tx, item);
    await tx.insertInto('erasures').values({ item_id: item, at }).onConflict((there) => there.doNothing()).execute();
    await audit.record(tx, line);
  });
  if (config.databaseUrl === undefined) await sql`pragma secure_delete = off`.execute(db);
  return { documents, readers };
}

async function documentsOf({ db, log }: Pick<Services, 'db' | 'log'>, item: string, readers: readonly string[]): Promise<readonly string[]> {
  const possible = [`item/${item}`, `consensus/${item}`, ...readers.flatMap((reader) => [`reading/${item}/${reader}`, `discussion/${item}/${reader}`])];
  const written = await Promise.all([`reading/${item}/`, `discussion/${item}/`].map((prefix) => log.documentsUnder(prefix)));
  const rounds = await db.selectFrom('rounds').select(['session_id', 'row_id']).distinct().where('item_id', '=', item).execute();
  const ballots = await Promise.all(rounds.map(({ session_id, row_id }) => log.documentsUnder(`ballot/${session_id}/${row_id}/`)));
  return [...new Set([...possible, ...written.flat(), ...ballots.flat()])];
}

async function removeRows(tx: Kysely<Database>, item: string): Promise<void> {
  for (const table of ['item_keys', 'signatures', 'rounds', 'comparisons', 'session_items', 'assignments', 'item_sources'] as const)
    await tx.deleteFrom(table).where('item_id', '=', item).execute();
  await tx.updateTable('import_files').set({ name: 'erased', message: '', sha256: null, item_id: null }).where('item_id', '=', item).execute();
  await tx.deleteFrom('items').where('id', '=', item).execute();
}

/** Of these, removes what no item, no protocol and no file of an import uses any more. @returns how many are gone */
export async function removeSources({ db, blobs }: Pick<Services, 'db' | 'blobs'>, sources: readonly string[]): Promise<number> {
  let gone = 0;
  for (const sha256 of new Set(sources)) {
    const item = await db.selectFrom('item_sources').select('item_id').where('sha256', '=', sha256).limit(1).executeTakeFirst();
    const file = await db.selectFrom('import_files').select('id').where('sha256', '=', sha256).where('state', '<>', 'refused').limit(1).executeTakeFirst(); // perhaps of an import that is not ended yet
    const protocol = await db.selectFrom('protocol_versions').select('version').where('content', 'like', `%${sha256}%`).limit(1).executeTakeFirst();
    if (item !== undefined || file !== undefined || protocol !== undefined || !(await blobs.has(sha256))) continue;
    await blobs.delete(sha256);
    gone += 1;
  }
  return gone;
}

/**
 * Texts from before the newest erasure of which no item and no import knows: until 2026-11-27 the annotations that came as a file with an
 * item stayed when it was erased, and those that were refused stayed without one.
 */
export async function textsOfNobody({ db }: Pick<Services, 'db'>, before: string): Promise<string[]> {
  const rows = await db
    .selectFrom('blobs')
    .select('sha256')
    .where('media_type', 'like', 'text/plain%')
    .where('created_at', '<', before)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('item_sources').select('item_id').whereRef('item_sources.sha256', '=', 'blobs.sha256'))))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('import_files').select('id').whereRef('import_files.sha256', '=', 'blobs.sha256').where('item_id', 'is not', null))))
    .execute();
  return rows.map((row) => row.sha256);
}
