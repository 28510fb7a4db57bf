import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import * as z from 'zod';
import type { Config } from '../config.ts';
import { damagedDocuments } from '../log/check-documents.ts';
import { makeUpdateLog } from '../log/update-log.ts';
import { openServer } from '../open-server.ts';
import { databaseFile, masterKeyPath } from '../storage/data-directory.ts';
import { openEmbedded } from '../storage/embedded/open-embedded.ts';
import { readErasedList } from '../storage/erased-list.ts';
import type { Keys } from '../storage/keys.ts';
import { loadKeys } from '../storage/master-key.ts';
import { manifestName } from './backup.ts';
import { configOf } from './installation.ts';
import { Failure, printLine } from './outcome.ts';
import { type TarEntry, tarEntries } from './tar.ts';

const ManifestSchema = z.object({
  format: z.literal('consilium-backup'),
  version: z.literal(1),
  files: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
});

/** Puts a backup into a data directory that holds none: unpacked beside it, every hash checked, opened with the key and every document read, then moved into place. */
export async function restore(file: string, { dataDir }: { dataDir?: string }): Promise<void> {
  const config = configOf(dataDir);
  const { dataDirectory } = config;
  if (existsSync(databaseFile(dataDirectory)) || existsSync(join(dataDirectory, 'blobs')))
    throw new Failure(
      `${dataDirectory} holds data already. Restore into another place with --data-dir, or move that away first.`,
    );
  if (config.masterKey === undefined && !existsSync(masterKeyPath(dataDirectory))) {
    throw new Failure(
      `The backup opens only with its master key: put the key file at ${masterKeyPath(dataDirectory)}, or set CONSILIUM_KEY, then restore again.`,
    );
  }
  const { keys } = loadKeys(config);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const staged = await mkdtemp(join(dataDirectory, '.restore-'));
  try {
    const files = await unpack(file, staged);
    const documents = await proveItOpens(staged, keys);
    if (existsSync(join(staged, 'blobs'))) await rename(join(staged, 'blobs'), join(dataDirectory, 'blobs'));
    await rename(join(staged, 'consilium.db'), databaseFile(dataDirectory)); // last: with it, the directory holds data
    const erasedAgain = await forgetErased(dataDirectory, config, keys);
    printLine({ file, ok: true, dataDir: dataDirectory, files, documents, ...(erasedAgain === 0 ? {} : { erasedAgain }) });
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** What was erased since the backup was made goes at once, by the list beside the key. @returns how many items the list has */
async function forgetErased(dataDirectory: string, config: Config, keys: Keys): Promise<number> {
  const listed = readErasedList(dataDirectory);
  if (listed.length > 0) await (await openServer(config, keys, async () => new Response())).close(); // opening looks through the list
  return listed.length;
}

async function unpack(file: string, folder: string): Promise<number> {
  const tar = await open(file, 'r');
  const entries = await tarEntries(tar).finally(() => tar.close());
  const manifest = await readManifest(file, entries);
  for (const { name, size, sha256 } of manifest.files) {
    const entry = entries.find((one) => one.name === name);
    if (!/^(consilium\.db|blobs\/[\w./-]+)$/.test(name))
      throw new Failure(`The backup names ${name}, which is no part of one.`);
    const found = entry === undefined ? undefined : await extract(file, entry, join(folder, name));
    if (entry?.size !== size || found !== sha256)
      throw new Failure(
        `${name} in the backup is damaged or missing. Copy the backup again from where it was made; nothing was restored.`,
      );
  }
  return manifest.files.length;
}

async function readManifest(file: string, entries: readonly TarEntry[]): Promise<z.infer<typeof ManifestSchema>> {
  const entry = entries.find((one) => one.name === manifestName);
  if (entry === undefined) throw new Failure('This is no backup of Consilium: it has no manifest.');
  const tar = await open(file, 'r');
  const bytes = Buffer.alloc(entry.size);
  await tar.read(bytes, 0, entry.size, entry.start).finally(() => tar.close());
  try {
    return ManifestSchema.parse(JSON.parse(bytes.toString()));
  } catch {
    throw new Failure('The manifest of the backup is damaged, or made by a newer Consilium.');
  }
}

/** @returns the SHA-256 of what was written */
async function extract(file: string, entry: TarEntry, target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const out = await open(target, 'wx', 0o600);
  try {
    if (entry.size > 0) {
      for await (const chunk of createReadStream(file, {
        start: entry.start,
        end: entry.start + entry.size - 1,
      }) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        await out.write(chunk);
      }
    }
    await out.sync();
  } finally {
    await out.close();
  }
  return hash.digest('hex');
}

/** @returns how many documents were read */
async function proveItOpens(folder: string, keys: Keys): Promise<number> {
  if (!existsSync(join(folder, 'consilium.db'))) throw new Failure('There is no database in the backup.');
  const storage = await openEmbedded(folder, keys);
  const log = makeUpdateLog(storage, () => instantOf(Date.now()));
  try {
    const damaged = damagedDocuments(storage, log);
    const first = await damaged.next();
    if (first.done !== true)
      throw new Failure(
        `The document ${first.value.document} in the backup cannot be read: ${first.value.message}. Nothing was restored.`,
      );
    return first.value;
  } finally {
    await log.close();
    await storage.close();
  }
}
