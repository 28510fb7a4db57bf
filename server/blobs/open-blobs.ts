import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@consilium/shared/kernel/time.ts';
import type { Config } from '../config.ts';
import type { Storage } from '../storage/storage.ts';
import { folderStore } from './folder-store.ts';
import type { Blobs } from './port.ts';
import { storedBlobs } from './stored-blobs.ts';

/** Blobs in the bucket that `s3` names, else in the data directory. Unfinished files of an earlier run are removed. */
export async function openBlobs(
  config: Pick<Config, 's3' | 'dataDirectory'>,
  storage: Pick<Storage, 'db' | 'keys'>,
  clock: Clock,
): Promise<Blobs> {
  const folder = join(config.dataDirectory, 'blobs');
  const partsFolder = join(folder, 'parts');
  rmSync(partsFolder, { recursive: true, force: true });
  return storedBlobs({
    storage,
    partsFolder,
    clock,
    store: config.s3 === undefined ? folderStore(folder) : await s3(config.s3),
  });
}

/** Loaded only where it is wanted: the S3 library is large. */
const s3 = async (config: NonNullable<Config['s3']>) => (await import('./s3-store.ts')).s3Store(config);
