import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { ReadableStream } from 'node:stream/web';
import type { Clock } from '@consilium/shared/kernel/time.ts';
import type { Selectable } from 'kysely';
import { blobOwner } from '../storage/key-owner.ts';
import type { Database } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { chunkBytes, DamagedBlobError, openChunks, sealedSpan } from './chunks.ts';
import type { ObjectStore } from './object-store.ts';
import type { BlobContent, Blobs, ByteRange, StoredBlob } from './port.ts';
import { type SealedFile, writeSealed } from './sealed-file.ts';

type BlobRow = Selectable<Database['blobs']>;

export interface BlobParts {
  readonly storage: Pick<Storage, 'db' | 'keys'>;
  readonly store: ObjectStore;
  readonly partsFolder: string; // for files not finished yet
  readonly clock: Clock;
}

/** Blobs over any object store: bytes sealed there, keys and sizes in the database. */
export function storedBlobs(parts: BlobParts): Blobs {
  const { db } = parts.storage;
  const rowOf = (sha256: string) => db.selectFrom('blobs').selectAll().where('sha256', '=', sha256).executeTakeFirst();
  return {
    async put(source, mediaType) {
      const key = randomBytes(32);
      const file = await writeSealed(parts.partsFolder, key, source);
      try {
        return await keep(parts, await rowOf(file.sha256), file, key, mediaType);
      } finally {
        await rm(file.path, { force: true });
      }
    },
    async get(sha256, range) {
      const row = await rowOf(sha256);
      return row === undefined ? undefined : contentOf(parts, row, range);
    },
    async info(sha256) {
      const row = await rowOf(sha256);
      return row === undefined ? undefined : { size: row.size, mediaType: row.media_type };
    },
    has: async (sha256) => (await rowOf(sha256)) !== undefined,
    async delete(sha256) {
      const row = await rowOf(sha256);
      if (row === undefined) return;
      await db.deleteFrom('blobs').where('sha256', '=', sha256).execute();
      await parts.store.remove(objectName(sha256, keyOf(parts, row)));
    },
    isThere: () => parts.store.has('is-there').then(() => true),
  };
}

/** File first, row second: a row always has its file. Of two at once with the same bytes, the first row wins. */
async function keep(
  parts: BlobParts,
  known: BlobRow | undefined,
  file: SealedFile,
  key: Buffer,
  mediaType: string,
): Promise<StoredBlob> {
  const { sha256, size } = file;
  const { storage, store, clock } = parts;
  if (known !== undefined && (await store.has(objectName(sha256, keyOf(parts, known)))))
    return { sha256, size, isNew: false };
  const name = objectName(sha256, key);
  await store.adopt(name, file.path);
  const wrapped = storage.keys.wrap(key, blobOwner(sha256));
  const row = { sha256, size, media_type: mediaType, created_at: clock(), ...wrapped };
  const inserted = await storage.db
    .insertInto('blobs')
    .values(row)
    .onConflict(
      (conflict) =>
        known === undefined
          ? conflict.doNothing()
          : conflict
              .column('sha256')
              .doUpdateSet({ ...wrapped })
              .where('blobs.kek_id', '=', known.kek_id)
              .where('blobs.dek_wrapped', '=', known.dek_wrapped), // its file was lost
    )
    .executeTakeFirst();
  const isNew = inserted.numInsertedOrUpdatedRows === 1n;
  if (!isNew) await store.remove(name);
  return { sha256, size, isNew };
}

function contentOf(parts: BlobParts, row: BlobRow, range: ByteRange = { start: 0 }): BlobContent {
  const { size } = row;
  const end = Math.min(range.end ?? size, size);
  const start = Math.min(Math.max(0, range.start), end);
  const open = () => ReadableStream.from(plainBytes(parts, row, start, end)) as BlobContent['stream']; // Node's own stream is the browser's, of other types
  return {
    size,
    mediaType: row.media_type,
    start,
    end,
    get stream() {
      return open();
    },
    bytes: async () => new Uint8Array(await new Response(open()).arrayBuffer()),
  };
}

async function* plainBytes(parts: BlobParts, row: BlobRow, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (start === end) return;
  const key = keyOf(parts, row);
  const { firstChunk, sealedStart, sealedEnd } = sealedSpan(row.size, start, end);
  const sealed = parts.store.read(objectName(row.sha256, key), sealedStart, sealedEnd);
  let at = firstChunk * chunkBytes;
  for await (const chunk of openChunks(key, row.size, firstChunk, sealed)) {
    yield chunk.subarray(Math.max(0, start - at), Math.min(chunk.length, end - at));
    at += chunk.length;
  }
  if (at < end) throw new DamagedBlobError(`the stored file of ${row.sha256} ends too early`);
}

const keyOf = ({ storage }: BlobParts, row: BlobRow) => storage.keys.unwrap(row, blobOwner(row.sha256));

/** Differs for every key, so that a file is never under another writer's key; tells nothing of the key. */
function objectName(sha256: string, key: Buffer): string {
  const mark = createHash('sha256').update('object name').update(key).digest('hex').slice(0, 16);
  return `${sha256.slice(0, 2)}/${sha256}-${mark}`;
}
