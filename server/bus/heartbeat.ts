import type { Redis } from 'ioredis';

const everyMs = 1000;
const silenceMs = 2000;

/** Asks a connection for a sign of life every second; one that is silent for two is dropped, and made anew: a frozen Redis refuses nothing. @returns how to stop */
export function dropWhenSilent(redis: Redis): () => void {
  let isAsking = false;
  const drop = (): void => redis.disconnect(true);
  const ask = async (): Promise<void> => {
    if (isAsking || redis.status !== 'ready') return;
    isAsking = true;
    const late = setTimeout(drop, silenceMs);
    await redis.ping().catch(() => undefined); // it was dropped
    clearTimeout(late);
    isAsking = false;
  };
  const timer = setInterval(() => void ask(), everyMs);
  let greeting: NodeJS.Timeout | undefined; // connected, and not a word from the other side
  redis.on('connect', () => (greeting = setTimeout(drop, silenceMs)));
  for (const end of ['ready', 'close']) redis.on(end, () => clearTimeout(greeting));
  return () => {
    clearInterval(timer);
    clearTimeout(greeting);
  };
}
