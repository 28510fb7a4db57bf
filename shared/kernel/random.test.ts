import { expect, it } from 'vitest';
import { seededRandom } from './random.ts';

it('[RANDOM1] gives the same numbers for the same seed, as mulberry32 does everywhere', () => {
  const random = seededRandom(1);
  // the published JavaScript of mulberry32 gives these for seed 1
  expect([random(), random(), random()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
});

it('[RANDOM2] stays in [0, 1) and fills ten bins evenly', () => {
  const random = seededRandom(42);
  const bins = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw++) bins[Math.floor(random() * 10)]! += 1;
  expect(bins).toHaveLength(10);
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
