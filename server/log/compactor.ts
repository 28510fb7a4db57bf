import { Worker } from 'node:worker_threads';

/** Folds updates into one, away from the thread that serves people. */
export interface Compactor {
  /** @param updates Yjs update format V1, in order; gives one update of the same format and the same meaning */
  fold(updates: readonly Uint8Array[]): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type FoldReply = { id: number; snapshot: Uint8Array } | { id: number; message: string };

/** Starts its thread at the first fold; the thread never keeps the process alive. */
export function makeCompactor(): Compactor {
  const waiting = new Map<number, { resolve: (snapshot: Uint8Array) => void; reject: (error: Error) => void }>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = () => {
    const started = new Worker(new URL('./compact-worker.ts', import.meta.url));
    started.on('message', (reply: FoldReply) => {
      const asker = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ('snapshot' in reply) asker?.resolve(reply.snapshot);
      else asker?.reject(new Error(`compaction failed: ${reply.message}`));
    });
    const end = (error: Error) => {
      if (worker === started) worker = undefined;
      for (const asker of waiting.values()) asker.reject(error);
      waiting.clear();
    };
    started.on('error', end);
    started.on('exit', () => end(new Error('the compaction thread ended')));
    return started;
  };
  return {
    fold: (updates) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, updates });
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
}
