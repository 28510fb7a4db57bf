import { expect, it } from 'vitest';
import { killAndLook } from './kills.ts';

it('[RELAY4] [LOG4] 20 times kill -9 of the whole server while eight people write: nothing acknowledged is lost', async () => {
  const figures = await killAndLook(20);
  console.info(`kill -9 x ${figures.kills}: ${figures.acknowledged} acknowledged, ${figures.lost} lost, writing again ${figures.backMs[0]} ms after the start (at most ${figures.backMs[1]})`);
  expect(figures).toMatchObject({ lost: 0, complaints: [] });
  expect(figures.acknowledged).toBeGreaterThan(1000);
}, 400_000);
