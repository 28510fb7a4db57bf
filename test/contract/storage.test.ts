import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';

const clock = () => instantOf(1_800_000_000_000);
const setting = (key: string) => ({ key, value: 'v' });

describe.each(storageAdapters)('storage on $name', ({ make, name }) => {
  let database: TestDatabase;
  let storage: Storage;

  beforeEach(async () => {
    database = await make();
    storage = await database.open();
  });
  afterEach(async () => {
    await storage.close();
    await database.discard();
  });

  const keysThere = async () =>
    (await storage.db.selectFrom('settings').select('key').orderBy('key').execute()).map((row) => row.key);

  it('[STORE1] has every table, and opening again changes nothing', async () => {
    const names = async () => (await storage.db.introspection.getTables()).map((table) => table.name).sort();
    const first = await names();
    expect(first).toEqual([
      ...[
        'api_tokens',
        'assignments',
        'audit_heads',
        'audit_log',
        'blobs',
        'comparisons',
        'doc_clients',
        'doc_snapshots',
        'doc_updates',
      ],
      ...[
        'documents',
        'erasures',
        'import_files',
        'invitations',
        'item_keys',
        'item_sources',
        'items',
        'memberships',
        'projects',
        'protocol_versions',
        'quarantine',
      ],
      ...['rounds', 'session_items', 'session_members', 'sessions', 'settings', 'signatures'],
    ]);
    await storage.close();
    storage = await database.open();
    expect(await names()).toEqual(first);
  });

  it('[STORE1] refuses data that a newer version has written', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00.000Z')`.execute(
      storage.db,
    );
    await storage.close();
    await expect(database.open()).rejects.toThrow('written by a newer consilium (it has 9999-future)');
  });

  it('[STORE4] transactions are whole: what fails leaves nothing, and others wait their turn', async () => {
    const failing = storage.db.transaction().execute(async (tx) => {
      await tx.insertInto('settings').values(setting('lost')).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const adding = Array.from({ length: 40 }, (_, index) =>
      storage.db.transaction().execute(async (tx) => {
        if (name === 'postgres') await sql`select pg_advisory_xact_lock(1)`.execute(tx);
        const { count } = await tx
          .selectFrom('settings')
          .select((row) => row.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        await tx
          .insertInto('settings')
          .values(setting(`${count}`.padStart(2, '0')))
          .execute();
        return index;
      }),
    );
    await Promise.all(adding);
    expect(await keysThere()).toEqual(Array.from({ length: 40 }, (_, index) => `${index}`.padStart(2, '0')));
  });

  it('[STORE4] a statement that fails in a transaction does not stop the next transaction', async () => {
    await storage.db.insertInto('settings').values(setting('a')).execute();
    const doubled = storage.db.transaction().execute((tx) => tx.insertInto('settings').values(setting('a')).execute());
    await expect(doubled).rejects.toThrow(/unique/i);
    await storage.db.insertInto('settings').values(setting('b')).execute();
    expect(await keysThere()).toEqual(['a', 'b']);
  });

  it('[STORE5] a read after a write sees it, also through another Kysely on the same dialect', async () => {
    const other = new Kysely<{ settings: { key: string; value: string } }>({ dialect: storage.dialect });
    for (let index = 0; index < 50; index += 1) {
      await other
        .insertInto('settings')
        .values(setting(`k${index}`))
        .execute();
      expect(await keysThere()).toHaveLength(index + 1);
    }
    const bothWays = await Promise.all([
      other.transaction().execute((tx) => tx.updateTable('settings').set({ value: 'x' }).executeTakeFirst()),
      storage.db.transaction().execute((tx) => tx.updateTable('settings').set({ value: 'y' }).executeTakeFirst()),
    ]);
    expect(bothWays.map((result) => result.numUpdatedRows)).toEqual([50n, 50n]);
  });

  it('[STORE6] numbers are numbers, bytes are bytes, absent is null', async () => {
    const log = makeUpdateLog(storage, clock);
    await log.append('item/1', 'readerA', 4_294_967_295, Uint8Array.of(0, 255));
    const row = await storage.db.selectFrom('doc_updates').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ seq: 1, client_id: 4_294_967_295 });
    expect(row.payload).toBeInstanceOf(Uint8Array);
    await log.close();
    const file = {
      import_id: 'i',
      project_id: 'p',
      name: 'n',
      size: 2 ** 40,
      state: 's',
      message: '',
      sha256: null,
      item_id: null,
      at: clock(),
    };
    await storage.db
      .insertInto('projects')
      .values({
        id: 'p',
        name: 'p',
        objective: '',
        modalities: '[]',
        plan: '{}',
        created_at: clock(),
        created_by: 'lead',
      })
      .execute();
    await storage.db.insertInto('import_files').values([file, file]).execute();
    expect(await storage.db.selectFrom('import_files').selectAll().orderBy('id').execute()).toEqual([
      { id: 1, ...file },
      { id: 2, ...file },
    ]);
  });

  it('[STORE6] rows of children cannot stand without their parents', async () => {
    const orphan = { item_id: 'none', position: 0, sha256: 'none', name: 'a' };
    await expect(storage.db.insertInto('item_sources').values(orphan).execute()).rejects.toThrow(/foreign key/i);
  });
});
