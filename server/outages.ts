import type { Logger } from 'pino';

export interface Outages {
  /** Which are watched, and whether each answered when it was last asked. */
  engines(): Readonly<Record<string, boolean>>;
  stop(): void;
}

const everyMs = 2000;

/** Asks engines outside this process whether they are there, and says in the log, once each, when one is lost and when it is back. */
export function noteOutages(engines: Readonly<Record<string, () => Promise<boolean>>>, logger: Logger): Outages {
  const lostAt = new Map<string, number>();
  const ask = async (engine: string, answers: () => Promise<boolean>): Promise<void> => {
    const isThere = await soon(answers);
    const since = lostAt.get(engine);
    if (!isThere && since === undefined) {
      lostAt.set(engine, Date.now());
      logger.error({ engine }, `${engine} cannot be reached; it is tried again until it is back`);
    }
    if (isThere && since !== undefined) {
      lostAt.delete(engine);
      logger.warn({ engine, seconds: Math.round((Date.now() - since) / 1000) }, `${engine} is back`);
    }
  };
  const timers = Object.entries(engines).map(([engine, answers]) => setInterval(() => void ask(engine, answers), everyMs));
  return {
    engines: () => Object.fromEntries(Object.keys(engines).map((engine) => [engine, !lostAt.has(engine)])),
    stop: () => timers.forEach((timer) => clearInterval(timer)),
  };
}

/** Whether the answer is yes within two seconds: who hangs is as lost as who refuses. */
export async function soon(answers: () => Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), everyMs);
  return Promise.race([answers().catch(() => false), late.promise]).finally(() => clearTimeout(timer)); // whatever is wrong, it is not there
}
