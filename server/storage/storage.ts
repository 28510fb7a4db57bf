import type { WriteStep } from './embedded/message.ts';
import type { Dialect, Kysely } from 'kysely';
import type { Keys } from './keys.ts';
import type { Database } from './schema.ts';

interface Opened {
  readonly db: Kysely<Database>;
  /** For others who bring their own tables (better-auth); queues together with `db`. */
  readonly dialect: Dialect;
  readonly keys: Keys;
  /** Hears once when the database is lost for good, and the process must end. */
  onFailure(listener: (error: Error) => void): void;
  /** Whether it has failed anybody since a moment of `performance.now()`: libraries hide from whom they ask why they failed. */
  hasFailedSince(moment: number): boolean;
  close(): Promise<void>;
}

export interface EmbeddedStorage extends Opened {
  readonly type: 'sqlite';
  /** Writes a whole, encrypted, durable copy, while work goes on. Refuses a path that exists. */
  backupTo(path: string): Promise<void>;
  /** Gives the space of deleted rows back to the disk, in slices of a few milliseconds; call it now and then. */
  reclaim(): Promise<void>;
  /** A whole transaction in one round trip. @returns false, with nothing written, when a step changed another number of rows than it says */
  writeAtOnce(steps: readonly WriteStep[]): Promise<boolean>;
}

export interface PostgresStorage extends Opened {
  readonly type: 'postgres';
}

/** The database, whichever it is: the same queries run on both. */
export type Storage = EmbeddedStorage | PostgresStorage;

/** The database cannot be opened, in words for the person who started the server. */
export class StorageRefused extends Error {}
