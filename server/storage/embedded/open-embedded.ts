import { Kysely, sql } from 'kysely';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder, databaseFile, lockPath } from '../data-directory.ts';
import type { Keys } from '../keys.ts';
import { migrate, pendingMigrations } from '../migrate.ts';
import type { Database } from '../schema.ts';
import { type EmbeddedStorage, StorageRefused } from '../storage.ts';
import { copyTo } from './copy.ts';
import { embeddedDialect } from './dialect.ts';
import { lockFile } from './lock.ts';
import type { WriteStep } from './message.ts';
import { renewCipher } from './renew-cipher.ts';
import { makeTurns, type Turns } from './turns.ts';
import { assertNotLost, watchFile } from './watch-file.ts';
import { openThread, SqliteError, type SqliteThread } from './worker-client.ts';

/** Opens `consilium.db` in the data directory for this process alone. */
export async function openEmbedded(dataDirectory: string, keys: Keys): Promise<EmbeddedStorage> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const unlock = lockFile(lockPath(dataDirectory));
  if (unlock === undefined) {
    throw new StorageRefused(
      `The data directory ${dataDirectory} is in use by another consilium process. Stop that one first, or set CONSILIUM_DATA_DIR.`,
    );
  }
  const storage = await openThreads(dataDirectory, keys, unlock).catch((error: unknown) => {
    unlock();
    throw error;
  });
  try {
    await migrateWithBackup(storage, dataDirectory);
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function openThreads(dataDirectory: string, keys: Keys, unlock: () => void): Promise<EmbeddedStorage> {
  assertNotLost(dataDirectory);
  const path = databaseFile(dataDirectory);
  const listeners: ((error: Error) => void)[] = [];
  const failed = (error: Error) => {
    for (const listener of listeners) listener(error);
  };
  const [current] = keys.fileKeys;
  const open = () => openWriter(path, keys.fileKeys, failed);
  const writer = (await open()) ?? (renewCipher(dataDirectory, keys.fileKeys) ? await open() : undefined);
  if (writer === undefined) {
    throw new StorageRefused(
      `${path} does not open with this master key. Put the key back that the data was made with (CONSILIUM_KEY, or keys/master.key).`,
    );
  }
  const reader = await openThread({ path, keyHex: current.toString('hex'), isReadOnly: true }, failed);
  const turns = makeTurns();
  const stopWatching = watchFile(path, () => void rescue(writer, turns, dataDirectory).then(failed, failed));
  const dialect = embeddedDialect({ writer, reader }, turns);
  const db = new Kysely<Database>({ dialect });
  return {
    type: 'sqlite',
    db,
    dialect,
    keys,
    onFailure: (listener) => void listeners.push(listener),
    hasFailedSince: () => false, // it is here, or the process ends
    backupTo: (target) => copyTo(target, { path, keyHex: current.toString('hex'), isReadOnly: true }),
    reclaim: () => reclaim(db),
    writeAtOnce: (steps) => writeAtOnce(writer, turns, steps),
    async close() {
      stopWatching();
      await reader.close();
      await writer.close();
      unlock();
    },
  };
}

/** Saves what the open file holds, while there is still a process that has it, and lets nothing be written after that. @returns what to tell */
async function rescue(writer: SqliteThread, turns: Turns, dataDirectory: string): Promise<Error> {
  const copy = join(backupFolder(dataDirectory), `rescued-${Date.now()}.db`);
  mkdirSync(backupFolder(dataDirectory), { recursive: true, mode: 0o700 });
  const endTurn = await turns();
  try {
    await writer.ask({ type: 'copy', path: copy });
    await writer.close(); // the turn is ours: nothing was written between the two
  } catch {
    endTurn(); // no space for it, perhaps: the open file goes on serving meanwhile
    await new Promise((done) => setTimeout(done, 10_000).unref());
    return rescue(writer, turns, dataDirectory);
  }
  endTurn();
  return new Error(`${databaseFile(dataDirectory)} was removed or replaced while it was open. All that it held is in ${copy}: put that in its place, then start again.`);
}

/** A transaction in one request: its turn ends with the asking, since the thread takes what is asked in order. */
async function writeAtOnce(writer: SqliteThread, turns: Turns, steps: readonly WriteStep[]): Promise<boolean> {
  const endTurn = await turns();
  const answer = writer.ask({ type: 'write', steps });
  endTurn();
  return (await answer).isWritten === true;
}

/** Opens with the current key, or finishes a rotation: an older key that fits is replaced by the current one at once. `undefined`: none fits. */
async function openWriter(
  path: string,
  [current, ...previous]: Keys['fileKeys'],
  failed: (error: Error) => void,
): Promise<SqliteThread | undefined> {
  for (const key of [current, ...previous]) {
    try {
      const thread = await openThread({ path, keyHex: key.toString('hex'), isReadOnly: false }, failed);
      if (key !== current) await thread.ask({ type: 'rekey', keyHex: current.toString('hex') });
      return thread;
    } catch (error) {
      if (!(error instanceof SqliteError && error.code === 'SQLITE_NOTADB')) throw error;
    }
  }
  return undefined;
}

async function migrateWithBackup(storage: EmbeddedStorage, dataDirectory: string): Promise<void> {
  const { pending, applied } = await pendingMigrations(storage);
  if (pending.length > 0 && applied.length > 0) {
    await storage.backupTo(join(backupFolder(dataDirectory), `before-${pending[0]}-${Date.now()}.db`));
  }
  await migrate(storage);
}

/** Stops when a slice frees nothing more, so that it ends beside writers who free and fill pages all the time. */
async function reclaim(db: Kysely<Database>): Promise<void> {
  const freePages = async () =>
    (await sql<{ freelist_count: number }>`pragma freelist_count`.execute(db)).rows[0]?.freelist_count ?? 0;
  let before = Number.POSITIVE_INFINITY;
  for (let free = await freePages(); free > 0 && free < before; free = await freePages()) {
    await sql`pragma incremental_vacuum(500)`.execute(db);
    before = free;
  }
}
