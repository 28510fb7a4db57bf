import { makeRateLimits } from '@consilium/server/access/rate-limits.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startOwnEngines } from '../harness/engines/own.ts';

describe('attempts to guess a password', () => {
  it('[RUN7] are counted for all relays together, and by each alone while Redis is away', async ({ skip }) => {
    const engines = await startOwnEngines();
    if (engines === undefined) return skip();
    onTestFinished(engines.clear);
    const relays = [0, 1].map(() => makeRateLimits(engines.redis.url, () => {}));
    const attempt = (at: number) => relays[at]!.attempt('password', ['somebody']);
    await expect.poll(async () => await relays[0]!.attempt('sign in', ['warming up']).then(() => true), { timeout: 5000 }).toBe(true);
    await new Promise((done) => setTimeout(done, 500)); // both are connected
    for (let time = 0; time < 5; time++) expect(await attempt(time % 2)).toBe(undefined);
    expect(await attempt(0)).toMatchObject({ waitSeconds: expect.any(Number) });
    expect(await attempt(1)).toMatchObject({ waitSeconds: expect.any(Number) });
    await relays[0]!.succeeded('sign in', 'warming up');
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
