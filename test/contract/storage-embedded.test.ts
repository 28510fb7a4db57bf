import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { makeAudit } from '@consilium/server/log/audit.ts';
import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { makeKeys } from '@consilium/server/storage/keys.ts';
import { backupFolder, masterKeyPath } from '@consilium/server/storage/data-directory.ts';
import { loadKeys } from '@consilium/server/storage/master-key.ts';
import { changeCipher, type Cipher, openSqlite } from '@consilium/server/storage/embedded/connection.ts';
import { upkeep } from '@consilium/server/storage/upkeep.ts';
import { openDatabase } from '@consilium/server/storage/open-database.ts';
import { addMasterKey, rewrapKeys } from '@consilium/server/storage/rotate-keys.ts';
import type { EmbeddedStorage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';

const clock = () => instantOf(1_800_000_000_000);
const embedded = storageAdapters.find(({ name }) => name === 'sqlite')!;

describe('the embedded database', () => {
  let database: TestDatabase;
  let storage: EmbeddedStorage;
  let directory: string;

  const open = async (config = database.config) => {
    const opened = await openDatabase(config);
    if (opened.type !== 'sqlite') throw new Error('expected the embedded database');
    return opened;
  };
  beforeEach(async () => {
    database = await embedded.make();
    directory = database.config.dataDirectory;
    storage = await open();
  });
  afterEach(async () => {
    await storage.close();
    await database.discard();
  });

  it('[STORE1] takes a backup before it migrates data that is there', async () => {
    expect(existsSync(join(directory, 'backups'))).toBe(false);
    for (const table of ['erasures', 'item_keys']) {
      await storage.db.schema.dropTable(table).execute();
    }
    await sql`delete from kysely_migration where name = '0007-erasure'`.execute(storage.db);
    await storage.close();
    storage = await open();
    expect(await storage.db.selectFrom('erasures').selectAll().execute()).toEqual([]);
    expect(readdirSync(join(directory, 'backups'))).toEqual([expect.stringMatching(/^before-0007-erasure-\d+\.db$/)]);
  });

  it('[STORE2] writes durably: WAL, synchronous=EXTRA, foreign keys, incremental vacuum', async () => {
    const pragma = async (name: string) =>
      Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(storage.db)).rows[0]!)[0];
    expect(await pragma('synchronous')).toBe(3);
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('auto_vacuum')).toBe(2);
  });

  it('[STORE3] nothing is readable in the files, and another key does not open them', async () => {
    await storage.db.insertInto('settings').values({ key: 'patient', value: 'pleural effusion' }).execute();
    await storage.close();
    for (const file of ['consilium.db', 'consilium.db-wal']) {
      if (existsSync(join(directory, file)))
        expect(readFileSync(join(directory, file)).includes('effusion')).toBe(false);
    }
    expect(readFileSync(join(directory, 'consilium.db')).subarray(0, 6).toString()).not.toBe('SQLite');
    await expect(open({ ...database.config, masterKey: randomBytes(32) })).rejects.toThrow(
      'does not open with this master key',
    );
    storage = await open();
  });

  it('[STORE21] a file that an earlier version encrypted another way is brought to today’s when it is opened, and kept as it was', async () => {
    await storage.db.insertInto('settings').values({ key: 'word', value: 'of an earlier version' }).execute();
    await storage.close();
    const path = join(directory, 'consilium.db');
    const [key] = makeKeys(database.config.masterKey!).fileKeys;
    const keyHex = key.toString('hex');
    const isEncryptedBy = (cipher: Cipher, file: string): boolean => {
      try {
        const opened = openSqlite({ path: file, keyHex, cipher, isReadOnly: true });
        const words = opened.prepare(`select value from settings where key = 'word'`).all();
        opened.close();
        expect(words).toEqual([{ value: 'of an earlier version' }]);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'SQLITE_NOTADB' });
        return false;
      }
    };
    changeCipher({ path, keyHex, isReadOnly: false }, 'sqlcipher');
    const whole = openSqlite({ path, keyHex, cipher: 'sqlcipher', isReadOnly: false }); // which has a write-ahead log again
    whole.close();
    expect(isEncryptedBy('sqlcipher', path)).toBe(true);
    writeFileSync(`${path}.renewed`, 'of a run that was cut off');
    await expect(open({ ...database.config, masterKey: randomBytes(32) })).rejects.toThrow('does not open with this master key');
    expect(isEncryptedBy('sqlcipher', path)).toBe(true);
    storage = await open();
    const word = await storage.db.selectFrom('settings').select('value').where('key', '=', 'word').executeTakeFirst();
    expect(word).toEqual({ value: 'of an earlier version' });
    await storage.close();
    expect(isEncryptedBy('aegis', path)).toBe(true);
    const [kept] = readdirSync(backupFolder(directory)).filter((name) => name.endsWith('.db'));
    expect(kept).toMatch(/^before-aegis-\d+\.db$/);
    expect(isEncryptedBy('sqlcipher', join(backupFolder(directory), kept!))).toBe(true);
    expect(existsSync(`${path}.renewed`)).toBe(false);
    storage = await open();
    expect(readdirSync(backupFolder(directory)).filter((name) => name.endsWith('.db'))).toEqual([kept]);
  });

  it('[STORE7] a second opening is refused in words, in this process and from another', async () => {
    await expect(open()).rejects.toThrow('in use by another consilium process');
    const key = Buffer.from(database.config.masterKey!).toString('hex');
    const module = new URL('../../server/storage/open-database.ts', import.meta.url).href;
    const script = `import { openDatabase } from '${module}';
      await openDatabase({ dataDirectory: '${directory}', databaseUrl: undefined, masterKey: Buffer.from('${key}', 'hex') });`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('in use by another consilium process');
    await storage.close();
    storage = await open();
  });

  it('[STORE8] a flipped bit in the file is reported, never served', async () => {
    const log = makeUpdateLog(storage, clock);
    await Promise.all(
      Array.from({ length: 3000 }, (_, index) => log.append(`item/${index % 10}`, 'readerA', 1, randomBytes(200))),
    );
    await log.close();
    await storage.close();
    const path = join(directory, 'consilium.db');
    const whole = readFileSync(path);
    let damaged = 0;
    for (let round = 0; round < 8; round += 1) {
      const flipped = Buffer.from(whole);
      const place = 4096 * 20 + Math.floor((round / 8) * (whole.length - 4096 * 24)) + 1000;
      flipped[place]! ^= 1;
      writeFileSync(path, flipped);
      const outcome = await readAll(open).catch((error: Error) => error.message);
      // A page that no row lives on may be hit; then everything must be there and right.
      expect(outcome === 3000 || /malformed|not a database|does not open|damaged|corrupt/.test(String(outcome))).toBe(
        true,
      );
      if (outcome !== 3000) damaged += 1;
    }
    expect(damaged).toBeGreaterThan(4);
    writeFileSync(path, whole);
    storage = await open();
  }, 60_000);

  it('[STORE13] at a full disk appends fail by name, what was acknowledged stays, and freed space is used again', async () => {
    const log = makeUpdateLog(storage, clock);
    const { page_count: pages } = (await sql<{ page_count: number }>`pragma page_count`.execute(storage.db)).rows[0]!;
    await sql`pragma max_page_count = ${sql.lit(pages + 20)}`.execute(storage.db);
    const filling = await Promise.allSettled(
      Array.from({ length: 1000 }, () => log.append('item/1', 'readerA', 1, randomBytes(200))),
    );
    const written = filling.filter(({ status }) => status === 'fulfilled').length;
    const failures = filling.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(new Set(failures)).toEqual(new Set(['SQLITE_FULL']));
    expect((await log.load('item/1')).head).toBe(written);
    await sql`pragma max_page_count = 1000000`.execute(storage.db);
    expect(await log.append('item/1', 'readerA', 1, randomBytes(200))).toEqual({
      document: 'item/1',
      seq: written + 1,
    });
    await log.close();
  }, 30_000);

  it('[STORE9] a backup is whole, encrypted, and opens with the same key', async () => {
    const log = makeUpdateLog(storage, clock);
    await Promise.all(Array.from({ length: 500 }, () => log.append('item/1', 'readerA', 1, randomBytes(200))));
    const writing = Promise.all(
      Array.from({ length: 500 }, () => log.append('item/2', 'readerA', 1, randomBytes(200))),
    );
    const target = join(directory, 'copy', 'consilium.db');
    await storage.backupTo(target);
    await writing;
    await log.close();
    await expect(storage.backupTo(target)).rejects.toThrow('is there already');
    const restored = await open({ ...database.config, dataDirectory: join(directory, 'copy') });
    const copied = makeUpdateLog(restored, clock);
    expect((await copied.load('item/1')).updates).toHaveLength(500);
    await copied.close();
    await restored.close();
  });

  it('[STORE14] space of what was compacted goes back to the disk', async () => {
    const log = makeUpdateLog(storage, clock);
    await Promise.all(Array.from({ length: 4000 }, () => log.append('item/1', 'readerA', 1, randomBytes(400))));
    await storage.db.deleteFrom('doc_updates').execute();
    const pages = async () =>
      (await sql<{ page_count: number }>`pragma page_count`.execute(storage.db)).rows[0]!.page_count;
    const before = await pages();
    await storage.reclaim();
    expect(await pages()).toBeLessThan(before / 3);
    await log.close();
  }, 30_000);

  it('[STORE10] a master key file is made once, for its owner alone', async () => {
    const config = { masterKey: undefined, dataDirectory: join(directory, 'fresh') };
    const { createdFile, keys } = loadKeys(config);
    expect(createdFile).toBe(masterKeyPath(config.dataDirectory));
    expect(statSync(createdFile!).mode & 0o777).toBe(0o600);
    const again = loadKeys(config);
    expect(again.createdFile).toBeUndefined();
    expect(again.keys.kekId).toBe(keys.kekId);
    writeFileSync(createdFile!, 'spoiled');
    expect(() => loadKeys(config)).toThrow('is not a key file');
  });

  it('[STORE10] a key file that was lost is not replaced by a new one', () => {
    expect(() => loadKeys({ masterKey: undefined, dataDirectory: directory })).toThrow(
      'is missing, though there is data that it opens',
    );
    expect(existsSync(masterKeyPath(directory))).toBe(false);
  });

  it('[STORE17] upkeep backs up once a day and keeps the newest', async () => {
    const start = Date.parse('2026-03-28T12:00:00.000Z');
    for (let hour = 0; hour < 100; hour += 1) await upkeep(storage, directory, instantOf(start + hour * 3600_000), 3);
    expect(readdirSync(backupFolder(directory)).sort()).toEqual([
      'daily-2026-03-30T12-00-00-000Z.db',
      'daily-2026-03-31T12-00-00-000Z.db',
      'daily-2026-04-01T12-00-00-000Z.db',
    ]);
  }, 30_000);

  it('[STORE11] rotation puts everything under the new master key, and the old one opens nothing more', async () => {
    const config = { masterKey: undefined, databaseUrl: undefined, dataDirectory: join(directory, 'rotated') };
    const before = await open(config);
    const oldKey = readFileSync(masterKeyPath(config.dataDirectory), 'utf8').trim();
    const log = makeUpdateLog(before, clock);
    await Promise.all(
      Array.from({ length: 600 }, (_, index) => log.append(`item/${index}`, 'readerA', 1, Uint8Array.of(1, 2))),
    );
    await log.close();
    const audit = makeAudit(before, clock);
    await before.db
      .transaction()
      .execute((tx) => audit.record(tx, { actorId: 'lead', action: 'x', projectId: null, target: 't' }));
    const head = (await audit.signHead())!;
    await before.close();

    addMasterKey(config.dataDirectory);
    const rotated = await open(config);
    expect(await rewrapKeys(rotated)).toBe(601);
    expect(await rewrapKeys(rotated)).toBe(0);
    await rotated.close();

    const [newKey, kept] = readFileSync(masterKeyPath(config.dataDirectory), 'utf8').trim().split('\n');
    expect(kept).toBe(oldKey);
    await expect(open({ ...config, masterKey: Buffer.from(oldKey, 'hex') })).rejects.toThrow('does not open');
    const after = await openDatabase({ ...config, masterKey: Buffer.from(newKey!, 'hex') });
    const reopened = makeUpdateLog(after, clock);
    expect((await reopened.load('item/7')).updates.map(({ update }) => [...update])).toEqual([[1, 2]]);
    expect(await makeAudit(after, clock).verify([head])).toMatchObject({ ok: true });
    await reopened.close();
    await after.close();
  }, 30_000);

  it('[STORE12] a data key opens for its owner only, under its master key only', () => {
    const keys = makeKeys(randomBytes(32));
    const { key, wrapped } = keys.newDataKey('document item/1');
    expect(keys.unwrap(wrapped, 'document item/1')).toEqual(key);
    expect(() => keys.unwrap(wrapped, 'document item/2')).toThrow('was changed, or moved');
    const changed = Uint8Array.from(wrapped.dek_wrapped, (byte, index) => (index === 20 ? byte ^ 1 : byte));
    expect(() => keys.unwrap({ ...wrapped, dek_wrapped: changed }, 'document item/1')).toThrow('was changed, or moved');
    expect(() => makeKeys(randomBytes(32)).unwrap(wrapped, 'document item/1')).toThrow('which is not here');
  });
});

/** Opens, and reads every document; how many updates there are. */
async function readAll(open: () => Promise<EmbeddedStorage>): Promise<number> {
  const storage = await open();
  const log = makeUpdateLog(storage, clock);
  try {
    let count = 0;
    for (let index = 0; index < 10; index += 1) count += (await log.load(`item/${index}`)).updates.length;
    return count;
  } finally {
    await log.close();
    await storage.close();
  }
}
