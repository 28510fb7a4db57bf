import { expect, it } from 'vitest';
import { playHistory } from './history.ts';

/** Seeds that once failed, and what they showed. */
const remembered: readonly number[] = [
  4, // a relay that lagged behind refused as foreign what another relay had already taken in
  4687, // deletions joined out of order became others in a client that had to keep them for later
];

it('[RELAY4] [RELAY9] 500 random histories: nobody diverges, nothing acknowledged is lost, nobody honest is locked out', async () => {
  const failed: string[] = [];
  let acknowledged = 0;
  for (let seed = 1; seed <= 500; seed++) {
    const outcome = await playHistory(seed, 50);
    acknowledged += outcome.acknowledged;
    if (outcome.faults.length > 0) failed.push(`seed ${seed}: ${outcome.faults.slice(0, 3).join('; ')}`);
  }
  expect(failed).toEqual([]);
  expect(acknowledged).toBeGreaterThan(5000);
}, 120_000);

it.each(remembered)('[RELAY9] seed %i stays healed', async (seed) => {
  expect((await playHistory(seed)).faults).toEqual([]);
});
