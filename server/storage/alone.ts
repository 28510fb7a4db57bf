import { sql, type Transaction } from 'kysely';
import type { Database } from './schema.ts';
import type { Storage } from './storage.ts';

/** For what a start does once, whole or not at all: of several servers that start on one PostgreSQL at the same moment the others wait, and find it done. */
export async function alone<T>({ type, db }: Pick<Storage, 'type' | 'db'>, act: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
  if (type === 'sqlite') return db.transaction().execute(act); // one process has the file
  return db.transaction().execute(async (tx) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx); // it says nothing while the others work
    while (!(await taken(tx))) await new Promise((done) => setTimeout(done, 100));
    return act(tx);
  });
}

/** Asked again and again, since waiting for a lock is waiting without an answer. */
async function taken(tx: Storage['db']): Promise<boolean> {
  const { rows } = await sql<{ is_taken: boolean }>`select pg_try_advisory_xact_lock(${startLock}) as is_taken`.execute(tx);
  return rows[0]?.is_taken === true;
}

/** Any number that nobody else in the database uses. */
const startLock = 7_223_002;
