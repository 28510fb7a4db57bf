import { Worker } from 'node:worker_threads';
import type { SqliteFile } from './connection.ts';
import type { Answer, Reply, Request } from './message.ts';

/** An error the database reported; `code` is SQLite's own name, such as `SQLITE_FULL` or `SQLITE_CORRUPT`. */
export class SqliteError extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

type Wanted = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

/** A database thread as seen from the server. */
export interface SqliteThread {
  ask(request: Wanted): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a thread on the file. @param onFailure hears once when the thread ends unasked; nothing works after that */
export async function openThread(file: SqliteFile, onFailure: (error: Error) => void): Promise<SqliteThread> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: file });
  await opened(worker);
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let ended: Error | undefined;

  worker.on('message', (reply: Reply) => {
    if (reply.type !== 'answered' && reply.type !== 'failed') return;
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.type === 'answered') asker?.resolve(reply.answer);
    else asker?.reject(new SqliteError(reply.message, reply.code));
  });
  const end = (reason: string) => {
    if (ended !== undefined) return;
    ended = new Error(reason);
    for (const asker of waiting.values()) asker.reject(ended);
    waiting.clear();
    onFailure(ended);
  };
  worker.on('error', (error) => end(`the database thread failed: ${error.message}`));
  worker.on('exit', () => end('the database thread ended'));

  const ask = (request: Wanted) =>
    new Promise<Answer>((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.postMessage({ ...request, id: lastId });
    });
  return {
    ask,
    async close() {
      if (ended !== undefined) return;
      await ask({ type: 'close' });
      ended = new Error('the database is closed');
      await worker.terminate();
    },
  };
}

/** Waits for the thread's first word; a thread that dies before it (a driver that does not load) counts as refused. */
function opened(worker: Worker): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const ended = () => reject(new Error('the database thread ended before it had opened the file'));
  worker.once('error', reject);
  worker.once('exit', ended);
  worker.once('message', (reply: Reply) => {
    worker.off('error', reject);
    worker.off('exit', ended);
    if (reply.type === 'opened') return resolve();
    const { message, code } = reply.type === 'refused' ? reply : { message: 'unexpected reply', code: '' };
    void worker.terminate().then(() => reject(new SqliteError(message, code)), reject);
  });
  return promise;
}
