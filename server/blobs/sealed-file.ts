import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sealChunks } from './chunks.ts';
import type { BlobSource } from './port.ts';

export interface SealedFile {
  readonly path: string;
  readonly sha256: string; // of the plain bytes
  readonly size: number; // of the plain bytes
}

/** Writes a source into a new file in `folder`, sealed and on disk; a source that fails leaves no file. */
export async function writeSealed(folder: string, key: Buffer, source: BlobSource): Promise<SealedFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let size = 0;
  const plain = async function* () {
    for await (const bytes of source instanceof Uint8Array ? [source] : source) {
      hash.update(bytes);
      size += bytes.length;
      yield bytes;
    }
  };
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of sealChunks(key, plain())) await file.writeFile(chunk);
    await file.sync();
    return { path, size, sha256: hash.digest('hex') };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
