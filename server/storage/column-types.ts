import { sql } from 'kysely';
import type { Storage } from './storage.ts';

/** The few types that the two engines name differently. */
export interface ColumnTypes {
  readonly engine: Storage['type'];
  readonly blob: 'blob' | 'bytea';
  /** Whole numbers to 2^53. */
  readonly big: 'integer' | 'bigint';
  /** A number the database counts up itself; the primary key. */
  readonly counted: ReturnType<typeof sql>;
}

export function columnTypes(engine: Storage['type']): ColumnTypes {
  return engine === 'sqlite'
    ? { engine, blob: 'blob', big: 'integer', counted: sql`integer primary key autoincrement` }
    : { engine, blob: 'bytea', big: 'bigint', counted: sql`bigint generated always as identity primary key` };
}
