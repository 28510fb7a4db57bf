import type { DeviceDatabase } from './database.ts';

const pauseMs = 1_000;

/**
 * Reads what must not be taken for empty: as long as the store fails, it is opened and read again.
 * @param forMs after so long it is left at that
 * @returns `undefined` where the browser has no such store, or it went on failing
 */
export async function untilRead<R>(database: DeviceDatabase, read: () => Promise<R>, forMs = Number.POSITIVE_INFINITY): Promise<R | undefined> {
  const begunAt = performance.now();
  for (;;) {
    try {
      if (!database.isOpen()) await database.open();
      return await read();
    } catch (error) {
      if (isMissing(error) || performance.now() - begunAt >= forMs) return undefined;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && ['MissingAPIError', 'SecurityError'].includes(error.name);
