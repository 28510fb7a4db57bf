/** Where encrypted bytes lie, under names we choose; knows nothing of keys or of what they mean. */
export interface ObjectStore {
  /** Moves a finished local file in under this name; durable when it resolves. */
  adopt(name: string, path: string): Promise<void>;
  /** Bytes [start, end) of the object; fails when it is missing or shorter. */
  read(name: string, start: number, end: number): AsyncIterable<Uint8Array>;
  has(name: string): Promise<boolean>;
  /** Nothing happens when it is not there. */
  remove(name: string): Promise<void>;
}

/** The store did not answer, or broke off. */
export class StoreAwayError extends Error {}
