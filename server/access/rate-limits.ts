import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

type What = 'sign in' | 'invitation' | 'password';

/** How often somebody may try what is worth guessing. */
export interface RateLimits {
  /** Takes one attempt; the seconds to wait when there are none left. */
  attempt(what: What, keys: readonly string[]): Promise<{ waitSeconds: number } | undefined>;
  /** It was right: its attempt is not counted. */
  succeeded(what: What, key: string): Promise<void>;
  close(): void;
}

const attempts: Readonly<Record<What, number>> = { 'sign in': 10, invitation: 30, password: 5 };
const durationSeconds = 300;

/**
 * A limit against guessing, not an account of use: counted in Redis for all relays together, in this process' memory without one
 * and while it is away.
 */
export function makeRateLimits(redisUrl: string | undefined, onError: (error: unknown) => void): RateLimits {
  const redis = redisUrl === undefined ? undefined : new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 1000, retryStrategy: (times) => Math.min(50 * times, 2000) });
  redis?.on('error', onError);
  const limiterOf = (what: What): RateLimiterMemory | RateLimiterRedis => {
    const own = new RateLimiterMemory({ points: attempts[what], duration: durationSeconds });
    if (redis === undefined) return own;
    return new RateLimiterRedis({ storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: own, keyPrefix: `consilium-limit:${what}`, points: attempts[what], duration: durationSeconds });
  };
  const limiters = { 'sign in': limiterOf('sign in'), invitation: limiterOf('invitation'), password: limiterOf('password') };
  return {
    async attempt(what, keys) {
      for (const key of keys) {
        const left = await limiters[what].consume(unnamed(key)).catch((refused: unknown) => refused);
        if (left instanceof RateLimiterRes && left.remainingPoints === 0 && left.consumedPoints > attempts[what]) {
          return { waitSeconds: Math.ceil(left.msBeforeNext / 1000) };
        }
      }
      return undefined;
    },
    async succeeded(what, key) {
      await limiters[what].reward(unnamed(key), 1);
    },
    close: () => redis?.disconnect(),
  };
}

/** Keys hold addresses of people, which are nobody's business who looks into Redis. */
const unnamed = (key: string): string => createHash('sha256').update(key).digest('base64url');
