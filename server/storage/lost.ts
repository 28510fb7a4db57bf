import { hasCode, isCausedBy } from './causes.ts';

/** Why the database did not answer. */
export class DatabaseAwayError extends Error {
  readonly code: string = 'DATABASE_AWAY';
}

/** The answer to a COMMIT never came: what the transaction wrote is there, or is not, or will be in a moment. Only a look at the database tells. */
export class CommitInDoubtError extends DatabaseAwayError {
  override readonly code = 'COMMIT_IN_DOUBT';
}

/** Whether what failed failed for everybody: the connection, the server, or its patience; no row is at fault. */
export const isDatabaseLost = (error: unknown): boolean => isCausedBy(error, DatabaseAwayError) || hasCode(error, lostCodes);

/** Of sockets, and of PostgreSQL: a connection that failed, a server that stops or starts or has no room for one more, a session that it ended. */
const lostCodes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P\d\d|08\w{3}|53300|25P03|DATABASE_AWAY|COMMIT_IN_DOUBT)$/;

/** A statement that waited too long for a lock, or took too long: the same may do in a moment. */
export const isTooLate = (error: unknown): boolean => hasCode(error, /^(55P03|57014)$/);
