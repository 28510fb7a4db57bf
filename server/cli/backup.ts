import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { FileHandle } from 'node:fs/promises';
import { databaseFile } from '../storage/data-directory.ts';
import { copyTo } from '../storage/embedded/copy.ts';
import { loadKeys } from '../storage/master-key.ts';
import { existingConfig } from './installation.ts';
import { Failure, printLine, tell } from './outcome.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

export const manifestName = 'manifest.json';

/** What a backup names of itself; every file with its size and SHA-256. */
export interface BackupManifest {
  readonly format: 'consilium-backup';
  readonly version: 1;
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

/** Writes the database and all sources, encrypted as they lie, into one tar file, while work goes on. The master key is not in it. */
export async function backUp(out: string, { dataDir }: { dataDir?: string }): Promise<void> {
  const config = existingConfig(dataDir);
  if (config.databaseUrl !== undefined || config.s3 !== undefined)
    throw new Failure(
      'The database or the sources lie outside the data directory: back up PostgreSQL with pg_dump, and the bucket with its own tools.',
    );
  const target = resolve(out);
  if (existsSync(target)) throw new Failure(`${out} is there already; a backup never replaces a file.`);
  const { keys } = loadKeys(config);
  const folder = await mkdtemp(join(dirname(target), '.consilium-backup-'));
  try {
    const copy = join(folder, 'consilium.db');
    await copyTo(copy, {
      path: databaseFile(config.dataDirectory),
      keyHex: keys.fileKeys[0].toString('hex'),
      isReadOnly: true,
    });
    const manifest = await writeTar(join(folder, 'backup.tar'), copy, config.dataDirectory);
    await rename(join(folder, 'backup.tar'), target);
    printLine({ file: out, ok: true, files: manifest.files.length, bytes: (await stat(target)).size });
    tell(
      'The master key is not in the backup: keep it apart (CONSILIUM_KEY, or keys/master.key in the data directory).',
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The database first: every source it names is older than it. */
async function writeTar(path: string, database: string, dataDirectory: string): Promise<BackupManifest> {
  const tar = await open(path, 'wx', 0o600);
  try {
    const files: { name: string; size: number; sha256: string }[] = [await addFile(tar, 'consilium.db', database)];
    for (const blob of await blobFiles(join(dataDirectory, 'blobs')))
      files.push(await addFile(tar, relative(dataDirectory, blob).replaceAll('\\', '/'), blob));
    const manifest: BackupManifest = { format: 'consilium-backup', version: 1, files };
    const json = Buffer.from(`${JSON.stringify(manifest)}\n`);
    for (const part of [tarHeader(manifestName, json.length), json, tarPadding(json.length), tarEnd])
      await tar.write(part);
    await tar.sync();
    return manifest;
  } finally {
    await tar.close();
  }
}

async function blobFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const parts = join(folder, 'parts'); // uploads under way
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(parts))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function addFile(
  tar: FileHandle,
  name: string,
  path: string,
): Promise<{ name: string; size: number; sha256: string }> {
  const { size } = await stat(path);
  await tar.write(tarHeader(name, size));
  const hash = createHash('sha256');
  let written = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    written += chunk.length;
    await tar.write(chunk);
  }
  if (written !== size) throw new Failure(`${path} changed while it was read. Try again.`);
  await tar.write(tarPadding(size));
  return { name, size, sha256: hash.digest('hex') };
}
