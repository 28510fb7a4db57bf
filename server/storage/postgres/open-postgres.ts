import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Keys } from '../keys.ts';
import { migrate } from '../migrate.ts';
import type { Database } from '../schema.ts';
import { isDatabaseLost } from '../lost.ts';
import { type PostgresStorage, StorageRefused } from '../storage.ts';
import { limitedPool } from './limited-pool.ts';

/** How long anything may take, in milliseconds (STORE20). The server's own limits come first: it knows what it has done. */
export interface Patience {
  readonly connect: number;
  readonly lock: number;
  readonly statement: number;
  /** of a transaction whose relay says nothing: another may want its rows */
  readonly idle: number;
  /** for an answer, then the connection is given up */
  readonly answer: number;
}

const patience: Patience = { connect: 5000, lock: 5000, statement: 10_000, idle: 10_000, answer: 12_000 };

/** Opens a pool of connections to an existing, empty or older database of ours. */
export async function openPostgres(databaseUrl: string, keys: Keys, { connect, lock, statement, idle, answer }: Patience = patience): Promise<PostgresStorage> {
  const reached = { connectionString: databaseUrl, connectionTimeoutMillis: connect, keepAlive: true, types: { getTypeParser } };
  const pool = new pg.Pool({ ...reached, max: 10, lock_timeout: lock, statement_timeout: statement, idle_in_transaction_session_timeout: idle });
  // A connection was lost: the pool drops it and opens another, and whoever was using it hears of it from the query.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let failedAt = Number.NEGATIVE_INFINITY;
  const dialect = new PostgresDialect({ pool: limitedPool(pool, answer, () => (failedAt = performance.now())) });
  const storage: PostgresStorage = {
    type: 'postgres',
    db: new Kysely<Database>({ dialect }),
    dialect,
    keys,
    onFailure: () => {}, // the pool connects again by itself
    hasFailedSince: (moment) => failedAt >= moment,
    close: () => storage.db.destroy(),
  };
  try {
    await untilReachable(() => assertDurable(storage.db), databaseUrl);
    await migrateInPeace(reached);
    return storage;
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** A step over millions of rows takes its time, and so does waiting for another server that is at it. */
async function migrateInPeace(reached: pg.PoolConfig): Promise<void> {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new pg.Pool({ ...reached, max: 2 }) }) });
  await migrate({ db, type: 'postgres' }).finally(() => db.destroy());
}

const patienceMs = 30_000;

/** Both may start at the same moment, and the database take longer: it is waited for, and then it is said what is missing. */
async function untilReachable(ask: () => Promise<void>, databaseUrl: string): Promise<void> {
  for (const end = Date.now() + patienceMs; ; await new Promise((done) => setTimeout(done, 500))) {
    try {
      return await ask();
    } catch (error) {
      if (!isNotThere(error)) throw error;
      if (Date.now() < end) continue;
      const { hostname, port } = new URL(databaseUrl); // never the whole: there is a password in it
      throw new StorageRefused(`PostgreSQL does not answer at ${hostname}:${port || 5432} (DATABASE_URL). Start it, or mend the address.`);
    }
  }
}

const unknownPlace = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

const isNotThere = (error: unknown): boolean =>
  isDatabaseLost(error) || (error instanceof Error && (('code' in error && unknownPlace.has(String(error.code))) || /timeout|terminated/i.test(error.message)));

const int8 = 20;

/** Counts and sequences are numbers in our code on both engines; none of ours passes 2^53. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format);

async function assertDurable(db: Kysely<Database>): Promise<void> {
  const answer = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
  const setting = answer.rows[0]?.synchronous_commit;
  if (setting !== 'off') return;
  throw new StorageRefused(
    'This PostgreSQL acknowledges before it has written (synchronous_commit is off). Set it to on for this database.',
  );
}
