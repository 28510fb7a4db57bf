/** Bytes of a blob: [start, end) of the whole, in bytes; an open end means to the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface StoredBlob {
  readonly sha256: string; // of the plain bytes, 64 lower-case hexadecimal digits
  readonly size: number; // bytes
  readonly isNew: boolean; // false where the same bytes were there already
}

export interface BlobInfo {
  readonly size: number; // bytes, of the whole blob
  readonly mediaType: string;
}

/** What was asked for of a blob: the bytes [start, end) of it, as a stream. */
export interface BlobContent extends BlobInfo {
  readonly start: number;
  readonly end: number;
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** All of the stream at once; for small blobs. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>;

/** Immutable bytes by their SHA-256, encrypted at rest. */
export interface Blobs {
  /**
   * Keeps the bytes; durable when it resolves. A source that fails leaves nothing behind.
   * @param mediaType of the first to bring these bytes; a later one does not change it
   */
  put(source: BlobSource, mediaType: string): Promise<StoredBlob>;
  /** @returns `undefined` where there is no such blob. A range is cut to the blob; one that begins at or after its end is empty */
  get(sha256: string, range?: ByteRange): Promise<BlobContent | undefined>;
  info(sha256: string): Promise<BlobInfo | undefined>;
  has(sha256: string): Promise<boolean>;
  /** Forgets the key first, so that copies elsewhere are unreadable too. Fails while an item still has it as a source. */
  delete(sha256: string): Promise<void>;
  /** Whether the store answers; what the database knows of blobs is another matter. */
  isThere(): Promise<boolean>;
}
