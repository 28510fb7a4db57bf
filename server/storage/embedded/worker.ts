/** One thread that owns one connection to the database file; answers in the order of the requests. */
import type Database from 'better-sqlite3-multiple-ciphers';
import { parentPort, workerData } from 'node:worker_threads';
import { openSqlite, type SqliteFile } from './connection.ts';
import type { Answer, Reply, Request, WriteStep } from './message.ts';
import { statementCache } from './statement-cache.ts';

const port = parentPort!; // this file only ever runs as a worker
const file = workerData as SqliteFile; // posted by worker-client.ts, in the same build
const post = (reply: Reply) => port.postMessage(reply);

try {
  serve(openSqlite(file));
  post({ type: 'opened' });
} catch (error) {
  post({ type: 'refused', ...described(error) });
}

function serve(database: Database.Database): void {
  const prepared = statementCache(database);
  const act = (request: Request): Answer => {
    switch (request.type) {
      case 'run':
        return run(prepared(request.sql), request.parameters);
      case 'write':
        return { rows: [], isWritten: write(prepared, request.steps) };
      case 'rekey':
        database.pragma('wal_checkpoint(TRUNCATE)');
        database.pragma(`rekey="x'${request.keyHex}'"`);
        return { rows: [] };
      case 'copy':
        database.prepare('vacuum into ?').run(request.path);
        return { rows: [] };
      case 'close':
        database.close();
        return { rows: [] };
    }
  };
  port.on('message', (request: Request) => {
    try {
      post({ type: 'answered', id: request.id, answer: act(request) });
    } catch (error) {
      post({ type: 'failed', id: request.id, ...described(error) });
    }
    if (request.type === 'close') port.close();
  });
}

/** The whole transaction in one request, so that a group commit costs one round trip (LOG3). */
function write(prepared: ReturnType<typeof statementCache>, steps: readonly WriteStep[]): boolean {
  prepared('begin immediate').run();
  try {
    const isAsExpected = steps.every(({ sql, rows, changes }) => {
      const statement = prepared(sql);
      return rows.every((row) => statement.run(...row.map(bindable)).changes === changes);
    });
    prepared(isAsExpected ? 'commit' : 'rollback').run();
    return isAsExpected;
  } catch (error) {
    rollBack(prepared);
    throw error;
  }
}

function rollBack(prepared: ReturnType<typeof statementCache>): void {
  try {
    prepared('rollback').run();
  } catch (error) {
    if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error; // at a full disk SQLite has done so by itself
  }
}

function run(statement: Database.Statement<unknown[]>, parameters: readonly unknown[]): Answer {
  const bound = parameters.map(bindable);
  if (statement.reader) return { rows: statement.all(...bound) };
  const { changes, lastInsertRowid } = statement.run(...bound);
  return { rows: [], changes, insertId: Number(lastInsertRowid) };
}

/** What SQLite has no type for travels as better-auth and we read it back: flags as 0 and 1, times as ISO 8601. */
function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value;
}

function described(error: unknown): { message: string; code: string } {
  if (!(error instanceof Error)) return { message: String(error), code: '' };
  return { message: error.message, code: 'code' in error ? String(error.code) : '' };
}
