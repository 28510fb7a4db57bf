import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * A blob at rest: chunks of 1 MiB, each sealed by AES-256-GCM under the blob's own key, one after the other. The nonce
 * is the chunk's number and whether it is the last, so that none can be moved, repeated or cut off, and any can be read alone.
 * @see Hoang, Reyhanitabar, Rogaway, Vizár 2015, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (STREAM)
 */
export const chunkBytes = 1 << 20;
const tagBytes = 16;
const sealedChunkBytes = chunkBytes + tagBytes;

export class DamagedBlobError extends Error {}

/** Cuts and seals a stream; an empty one gives one empty chunk. */
export async function* sealChunks(key: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  let held: Buffer | undefined;
  for await (const chunk of cut(source)) {
    if (held !== undefined) yield sealChunk(key, index++, false, held);
    held = chunk;
  }
  yield sealChunk(key, index, true, held ?? Buffer.alloc(0));
}

/** Where the sealed chunks lie that hold the plain bytes [start, end) of a blob of `size` bytes. */
export function sealedSpan(
  size: number,
  start: number,
  end: number,
): { firstChunk: number; sealedStart: number; sealedEnd: number } {
  const firstChunk = Math.floor(start / chunkBytes);
  const lastChunk = Math.floor(Math.max(start, end - 1) / chunkBytes);
  const sealedSize = size + chunkCount(size) * tagBytes;
  return {
    firstChunk,
    sealedStart: firstChunk * sealedChunkBytes,
    sealedEnd: Math.min((lastChunk + 1) * sealedChunkBytes, sealedSize),
  };
}

/** Opens sealed chunks from number `firstChunk` on; throws `DamagedBlobError` at the first that was changed. */
export async function* openChunks(
  key: Buffer,
  size: number,
  firstChunk: number,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let index = firstChunk;
  for await (const chunk of cut(sealed, sealedChunkBytes)) {
    yield openChunk(key, index, index === chunkCount(size) - 1, chunk);
    index += 1;
  }
}

const chunkCount = (size: number) => Math.max(1, Math.ceil(size / chunkBytes));

/** Regroups a stream into pieces of `length` bytes, the last one shorter. */
async function* cut(source: AsyncIterable<Uint8Array>, length = chunkBytes): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (let bytes of source) {
    while (held + bytes.length >= length) {
      const needed = length - held;
      yield Buffer.concat([...pieces, bytes.subarray(0, needed)], length);
      bytes = bytes.subarray(needed);
      pieces = [];
      held = 0;
    }
    if (bytes.length > 0) pieces.push(Buffer.from(bytes)); // a copy: sources may use their memory again
    held += bytes.length;
  }
  if (held > 0) yield Buffer.concat(pieces, held);
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = Number(isLast);
  return nonce;
}

function sealChunk(key: Buffer, index: number, isLast: boolean, chunk: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast));
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Buffer, index: number, isLast: boolean, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, isLast)).setAuthTag(
      sealed.subarray(-tagBytes),
    );
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    throw new DamagedBlobError(`piece ${index} of the stored file was changed or cut off`);
  }
}
