import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { CommitInDoubtError, DatabaseAwayError } from '../lost.ts';

/**
 * A pool in which nobody waits for ever: a statement without an answer after `milliseconds` fails, and its connection with it, since
 * nothing that is sent after it would be answered either. What failed at COMMIT is said to be in doubt.
 * @param onLost told of each connection that is lost or not to be had
 */
export const limitedPool = (pool: pg.Pool, milliseconds: number, onLost: () => void): PostgresPool => ({
  options: pool.options,
  async connect() {
    try {
      return limited(await pool.connect(), milliseconds, onLost);
    } catch (error) {
      onLost();
      return notConnected(error);
    }
  },
  end: () => pool.end(),
});

/** The pool says so in words alone: no connection, or none free, in its time. */
function notConnected(error: unknown): never {
  if (error instanceof Error && /timeout|terminated/i.test(error.message)) throw new DatabaseAwayError('the database gives no connection', { cause: error });
  throw error;
}

function limited(client: pg.PoolClient, milliseconds: number, onLost: () => void): PostgresPoolClient {
  let lost: DatabaseAwayError | undefined;
  const ask = async (sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<unknown>> => {
    if (lost !== undefined) throw lost; // a rollback, which would else have the last word
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
    try {
      const result = await Promise.race([client.query(sql, [...parameters]), late.promise]);
      return result as unknown as PostgresQueryResult<unknown>; // what Kysely's own dialect takes from this very driver
    } catch (error) {
      if (isAnswer(error)) throw error;
      onLost();
      lost = sql === 'commit' ? new CommitInDoubtError('the database was lost during a commit', { cause: error }) : new DatabaseAwayError('the database was lost', { cause: error });
      throw lost;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    query: ask as PostgresPoolClient['query'], // cursors are not used
    release: (isBroken) => client.release(isBroken === true || lost !== undefined), // which ends the connection at once
  };
}

/** What PostgreSQL refuses has a code of five characters, and was not done; only with the end of a session the deed may have come before. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code)) && !/^(57P|08)/.test(String(error.code));
