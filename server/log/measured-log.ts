import type { ServerLog } from './update-log.ts';

export interface MeasuredLog {
  readonly log: ServerLog;
  /** Updates handed in and not yet durable. */
  waiting(): number;
}

/** The same log, with a word of how long each update took from being handed in until it was durable: what a writer waits for. @param onDurable hears of it in seconds */
export function measureLog(log: ServerLog, onDurable: (seconds: number) => void): MeasuredLog {
  let waiting = 0;
  return {
    waiting: () => waiting,
    log: {
      ...log,
      async append(...entry) {
        const began = performance.now();
        waiting++;
        try {
          const appended = await log.append(...entry);
          onDurable((performance.now() - began) / 1000);
          return appended;
        } finally {
          waiting--;
        }
      },
    },
  };
}
