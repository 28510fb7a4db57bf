import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  IdentifierNode,
  type QueryCompiler,
  type QueryResult,
  RawNode,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Answer } from './message.ts';
import type { Turns } from './turns.ts';
import type { SqliteThread } from './worker-client.ts';

/** The two threads on one file: everything that may change it goes to the writer. */
export interface Threads {
  readonly writer: SqliteThread;
  readonly reader: SqliteThread;
}

/**
 * Kysely over the database threads. Transactions take turns on the writer; a plain select outside a transaction goes to
 * the reader, which sees all that was committed before it. Made once and shared: every `Kysely` on it queues together.
 * @param turns of the writer, which everything that writes shares
 */
export function embeddedDialect(threads: Threads, turns: Turns): Dialect {
  return {
    createAdapter: () => new EmbeddedAdapter(),
    createDriver: () => embeddedDriver(threads, turns),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class EmbeddedAdapter extends SqliteAdapter {
  /** SQLite rolls DDL back like anything else, so each migration is whole or absent. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function embeddedDriver(threads: Threads, turns: Turns): Driver {
  // Kysely hands back the connections made below, and no others.
  const own = (connection: DatabaseConnection) => connection as EmbeddedConnection;
  return {
    init: async () => {},
    acquireConnection: async () => new EmbeddedConnection(threads, turns),
    beginTransaction: (connection) => own(connection).begin(),
    commitTransaction: (connection) => own(connection).end('commit'),
    rollbackTransaction: (connection) => own(connection).end('rollback'),
    savepoint: (connection, name, compile) => savepoint(connection, 'savepoint', name, compile),
    rollbackToSavepoint: (connection, name, compile) => savepoint(connection, 'rollback to', name, compile),
    releaseSavepoint: (connection, name, compile) => savepoint(connection, 'release', name, compile),
    releaseConnection: async () => {},
    destroy: async () => {}, // the threads belong to the storage, which closes them
  };
}

class EmbeddedConnection implements DatabaseConnection {
  readonly #threads: Threads;
  readonly #turns: Turns;
  #endTurn: (() => void) | undefined;

  constructor(threads: Threads, turns: Turns) {
    this.#threads = threads;
    this.#turns = turns;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const request = { type: 'run', sql: query.sql, parameters: query.parameters } as const;
    if (this.#endTurn !== undefined) return resultOf<R>(await this.#threads.writer.ask(request));
    if (SelectQueryNode.is(query.query)) return resultOf<R>(await this.#threads.reader.ask(request));
    const endTurn = await this.#turns();
    return this.#threads.writer
      .ask(request)
      .then(resultOf<R>)
      .finally(endTurn);
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  async begin(): Promise<void> {
    const endTurn = await this.#turns();
    await this.#threads.writer.ask({ type: 'run', sql: 'begin immediate', parameters: [] }).catch((error: unknown) => {
      endTurn();
      throw error;
    });
    this.#endTurn = endTurn;
  }

  /** A commit that fails leaves the transaction open, for the rollback that Kysely sends next. */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    try {
      await this.#threads.writer.ask({ type: 'run', sql: how, parameters: [] });
    } catch (error) {
      if (how === 'commit') throw error;
      if (!isAlreadyRolledBack(error)) throw error;
    } finally {
      if (how === 'rollback') this.#release();
    }
    if (how === 'commit') this.#release();
  }

  #release(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }
}

/** At a full disk SQLite has rolled back by itself; there is nothing left to undo. */
const isAlreadyRolledBack = (error: unknown) =>
  error instanceof Error && /no transaction is active/.test(error.message);

function resultOf<R>(answer: Answer): QueryResult<R> {
  return {
    rows: answer.rows as R[], // the row type is what Kysely inferred from the query and schema.ts
    ...(answer.changes === undefined ? {} : { numAffectedRows: BigInt(answer.changes) }),
    ...(answer.insertId === undefined ? {} : { insertId: BigInt(answer.insertId) }),
  };
}

async function savepoint(
  connection: DatabaseConnection,
  command: string,
  name: string,
  compile: QueryCompiler['compileQuery'],
): Promise<void> {
  const node = RawNode.create([`${command} `, ''], [IdentifierNode.create(name)]);
  await connection.executeQuery(compile(node, { queryId: name }));
}
