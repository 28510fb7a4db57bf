import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readConfig } from '@consilium/server/config.ts';
import { openServer } from '@consilium/server/open-server.ts';
import { columnTypes } from '@consilium/server/storage/column-types.ts';
import { loadKeys } from '@consilium/server/storage/master-key.ts';
import { logTables } from '@consilium/server/storage/migrations/0001-log.ts';
import { contentTables } from '@consilium/server/storage/migrations/0002-content.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signUp } from '../harness/rest-client.ts';
import { startServer } from '../harness/server.ts';
import { environmentOn, storageAdapters, type TestDatabase } from '../contract/storage-adapters.ts';

const postgres = storageAdapters.find(({ name }) => name === 'postgres');
const kills = Number(process.env.CONSILIUM_KILLS ?? 4); // `npm run chaos:start` asks for more
const main = join(import.meta.dirname, '../../server/main.ts');

describe.runIf(postgres !== undefined)('a first start on PostgreSQL', () => {
  let database: TestDatabase;
  let whole: string;
  beforeAll(async () => {
    const made = await postgres!.make();
    await openOnce(made);
    whole = await schemaOf(made);
    await made.discard();
  }, 60_000);
  beforeEach(async () => {
    database = await postgres!.make();
  });
  afterEach(() => database.discard());

  it.each(Array.from({ length: kills }, (_, at) => [at % 2 === 0 ? 'an empty' : 'an older', Math.round((at * 400) / kills)] as const))('[STORE1] on %s database killed after %i ms is done again, whole', async (state, milliseconds) => {
    if (state === 'an older') await makeOlder(database);
    await killedWhileStarting(database, milliseconds);
    console.info(`killed with ${(await schemaOf(database)).split('\n').length} of ${whole.split('\n').length} columns and indexes made`);
    await openOnce(database);
    expect(await schemaOf(database)).toBe(whole);
  }, 60_000);

  it('[STORE1] that is cut off between a table of the accounts and its index is done again, whole', async () => {
    await withClient(database, (client) => client.query(`
      create function cut() returns event_trigger language plpgsql as $$ begin
        if (select count(*) from pg_event_trigger_ddl_commands() where object_identity like '%verification%') > 0 then raise 'cut'; end if;
      end $$;
      create event trigger cut on ddl_command_end when tag in ('CREATE INDEX') execute function cut();`));
    await expect(openOnce(database)).rejects.toThrow('cut');
    await withClient(database, (client) => client.query('drop event trigger cut; drop function cut()'));
    await openOnce(database);
    expect(await schemaOf(database)).toBe(whole);
  }, 60_000);

  it('[RUN4] of a second server with another key is refused in words, and leaves the first at work', async () => {
    const first = await startServer({ env: environment(database) });
    const other = startServer({ env: { ...environment(database), CONSILIUM_KEY: 'b'.repeat(64) } });
    await expect(other).rejects.toThrow(/made with another master key. Set CONSILIUM_KEY[^\n]*\n*$/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await first.stop();
  }, 60_000);

  it('[STORE1] [SIGNIN1] by three servers at the same moment leaves one schema, all three serve, and any of their links makes the one administrator', async () => {
    const servers = await Promise.all([1, 2, 3].map(() => startServer({ env: environment(database) })));
    const ready = await Promise.all(servers.map(async ({ url }) => (await fetch(`${url}/readyz`)).status));
    const links = servers.map(({ adminLink }) => adminLink ?? '');
    const { me } = await signUp(servers[2]!, links[0]!, 'First');
    await expect(signUp(servers[0]!, links[1]!, 'Second')).rejects.toThrow(/InvitationOver/);
    await expect(signUp(servers[1]!, links[2]!, 'Third')).rejects.toThrow(/InvitationOver/);
    expect(me.user.isAdministrator).toBe(true);
    await Promise.all(servers.map((server) => server.stop()));
    expect(ready).toEqual([200, 200, 200]);
    expect(await schemaOf(database)).toBe(whole);
  }, 120_000);
});

const environment = (database: TestDatabase): Readonly<Record<string, string>> => ({
  ...environmentOn(database),
  CONSILIUM_DATA_DIR: database.config.dataDirectory,
  HOST: '127.0.0.1',
  PORT: '0',
});

async function openOnce(database: TestDatabase): Promise<void> {
  const config = expectOk(readConfig(environment(database)), 'configuration');
  const server = await openServer(config, loadKeys(config).keys, async () => new Response());
  await server.close();
}

/** As a version left it that knew only the first two steps. */
async function makeOlder({ config }: TestDatabase): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: config.databaseUrl }) }) });
  const columns = columnTypes('postgres');
  const getMigrations = async () => ({ '0001-log': { up: (tx: Kysely<unknown>) => logTables(tx, columns) }, '0002-content': { up: (tx: Kysely<unknown>) => contentTables(tx, columns) } });
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest();
  await db.destroy();
  expect(error).toBe(undefined);
}

/** Kills the real server so long after it was first seen at the database. */
async function killedWhileStarting(database: TestDatabase, milliseconds: number): Promise<void> {
  const { NODE_ENV: _, npm_lifecycle_event: _npm, ...env } = process.env; // as a person starts it
  const child = spawn(process.execPath, [main], { env: { ...env, ...environment(database) }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await withClient(database, async (client) => {
    const isSeen = async () => (await client.query('select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')).rows.length > 0;
    while (!(await isSeen())) await pause(2);
  });
  await pause(milliseconds);
  child.kill('SIGKILL');
  await ended;
}

/** Every column and index, one a line. */
async function schemaOf(database: TestDatabase): Promise<string> {
  return withClient(database, async (client) => {
    const columns = await client.query(`select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as line from information_schema.columns where table_schema = 'public'`);
    const indexes = await client.query(`select indexdef as line from pg_indexes where schemaname = 'public'`);
    const triggers = await client.query(`select event_object_table || ' ' || trigger_name || ' ' || event_manipulation as line from information_schema.triggers`);
    return [columns, indexes, triggers].flatMap(({ rows }) => (rows as { line: string }[]).map(({ line }) => line).sort()).join('\n');
  });
}

async function withClient<T>({ config }: TestDatabase, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: config.databaseUrl });
  await client.connect();
  return ask(client).finally(() => client.end());
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
