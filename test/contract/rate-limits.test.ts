import { makeRateLimits } from '@consilium/server/access/rate-limits.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startOwnEngines } from '../harness/engines/own.ts';

describe('attempts to guess a password', () => {
  it('[RUN7] are counted for all relays together, and by each alone while Redis is away', async ({ skip }) => {
    const engines = await startOwnEngines();
    if (engines === undefined) return skip();
    onTestFinished(engines.clear);
    const relays = [0, 1].map(() => makeRateLimits(engines.redis.url, () => {}));
    const attempt = (at: number, who = 'somebody') => relays[at]!.attempt('password', [who]);
    let tries = 0;
    const areConnected = async (): Promise<boolean> => {
      const who = `warming up ${tries++}`;
      for (let time = 0; time < 5; time++) await attempt(0, who);
      return (await attempt(1, who)) !== undefined; // it would count one by itself
    };
    await expect.poll(areConnected, { timeout: 20_000 }).toBe(true);
    for (let time = 0; time < 5; time++) expect(await attempt(time % 2)).toBe(undefined);
    expect(await attempt(0)).toMatchObject({ waitSeconds: expect.any(Number) });
    expect(await attempt(1)).toMatchObject({ waitSeconds: expect.any(Number) });
    await relays[0]!.succeeded('password', 'somebody');
    await engines.redis.stop('SIGKILL');
    for (let time = 0; time < 5; time++) expect(await attempt(0)).toBe(undefined); // its own count begins
    expect(await attempt(0)).toMatchObject({ waitSeconds: expect.any(Number) });
    for (const relay of relays) relay.close();
  }, 60_000);

  it('[RUN7] are counted in memory where there is no Redis', async () => {
    const errors: unknown[] = [];
    const limits = makeRateLimits(undefined, (error) => errors.push(error));
    for (let time = 0; time < 4; time++) expect(await limits.attempt('password', ['somebody'])).toBe(undefined);
    await limits.succeeded('password', 'somebody');
    for (let time = 0; time < 2; time++) expect(await limits.attempt('password', ['somebody'])).toBe(undefined);
    expect(await limits.attempt('password', ['somebody'])).toMatchObject({ waitSeconds: expect.any(Number) });
    expect(await limits.attempt('password', ['another'])).toBe(undefined);
    expect(errors).toEqual([]);
  });
});
