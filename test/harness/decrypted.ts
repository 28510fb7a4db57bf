import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBlobs } from '@consilium/server/blobs/open-blobs.ts';
import { type Config, readConfig } from '@consilium/server/config.ts';
import { makeAudit } from '@consilium/server/log/audit.ts';
import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { openSqlite } from '@consilium/server/storage/embedded/connection.ts';
import { loadKeys } from '@consilium/server/storage/master-key.ts';
import { openDatabase } from '@consilium/server/storage/open-database.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';

/**
 * Which of these words somebody finds who has a data directory, while no server runs on it, and its master key: in the bytes of every
 * file, in every page of the database with the encryption taken off (free pages and write-ahead log too), and in every
 * document, source and audit line that a key there opens.
 */
export async function wordsWithin(dataDirectory: string, words: readonly string[]): Promise<string[]> {
  const found = [...wordsInFiles(dataDirectory, words)];
  const note = (where: string, bytes: Uint8Array) => found.push(...words.filter((word) => Buffer.from(bytes).includes(word)).map((word) => `${where}: ${word}`));
  note('database', decryptedBytes(dataDirectory));
  const config = expectOk(readConfig({ CONSILIUM_DATA_DIR: dataDirectory }), 'configuration');
  return [...found, ...(await wordsOpened(config, words))];
}

/** In every document, source and audit line that the key there opens. */
export async function wordsOpened(config: Config, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  await eachOpened(config, (where, bytes) => found.push(...words.filter((word) => Buffer.from(bytes).includes(word)).map((word) => `${where}: ${word}`)));
  return found;
}

/** In the bytes and names of files as they lie. */
export function wordsInFiles(folder: string, words: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return words.filter((word) => bytes.includes(word) || entry.name.includes(word)).map((word) => `${entry.name}: ${word}`);
  });
}

/** Every byte of the database as it lies on disk, without its encryption. */
function decryptedBytes(dataDirectory: string): Buffer {
  const { keys } = loadKeys({ dataDirectory, masterKey: undefined });
  const folder = mkdtempSync(join(tmpdir(), 'consilium-plain-'));
  try {
    const path = join(folder, 'plain.db');
    for (const end of ['', '-wal']) if (existsSync(join(dataDirectory, `consilium.db${end}`))) cpSync(join(dataDirectory, `consilium.db${end}`), `${path}${end}`);
    const database = openSqlite({ path, keyHex: keys.fileKeys[0].toString('hex'), isReadOnly: false });
    database.pragma('wal_checkpoint(truncate)');
    database.pragma('journal_mode=delete');
    database.pragma(`rekey=''`);
    database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function eachOpened(config: Config, note: (where: string, bytes: Uint8Array) => void): Promise<void> {
  const clock = () => instantOf(Date.now());
  const storage = await openDatabase(config);
  const log = makeUpdateLog(storage, clock);
  try {
    for (const { id } of await storage.db.selectFrom('documents').select('id').execute()) {
      const { snapshot, updates } = await log.load(id);
      for (const bytes of [...(snapshot === undefined ? [] : [snapshot]), ...updates.map(({ update }) => update), ...(await log.quarantined(id)).map(({ update }) => update)]) note(id, bytes);
    }
    const blobs = await openBlobs(config, storage, clock);
    for (const { sha256 } of await storage.db.selectFrom('blobs').select('sha256').execute()) note(sha256, (await (await blobs.get(sha256))?.bytes().catch(() => undefined)) ?? new Uint8Array()); // its file may be gone
    const lines = await makeAudit(storage, clock).opened(await storage.db.selectFrom('audit_log').select(['seq', 'body']).execute());
    for (const { seq, body } of lines) note(`audit ${seq}`, Buffer.from(body));
  } finally {
    await log.close();
    await storage.close();
  }
}
