import type { RelayLogger } from './relay/relay.ts';

const quietMs = 10_000;

/** The same error again within ten seconds is counted, not written; the next line of its kind tells how often it came. */
export function calmLogger(logger: RelayLogger, now: () => number = Date.now): RelayLogger {
  const told = new Map<string, { at: number; again: number }>();
  const calm = (level: 'warn' | 'error') => (fields: object, message: string): void => {
    if (!('error' in fields)) return logger[level](fields, message);
    const kind = `${message} ${fields.error instanceof Error ? fields.error.message : String(fields.error)}`;
    const last = told.get(kind);
    if (last !== undefined && now() - last.at < quietMs) return void last.again++;
    if (told.size > 100) told.clear(); // errors that carry numbers are each of a kind of their own
    told.set(kind, { at: now(), again: 0 });
    logger[level](last === undefined || last.again === 0 ? fields : { ...fields, timesSinceLastTold: last.again }, message);
  };
  return { info: (fields, message) => logger.info(fields, message), warn: calm('warn'), error: calm('error') };
}
