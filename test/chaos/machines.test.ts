import { expect, it } from 'vitest';
import { frozenPostgres, frozenRedis, relayKilled, together, withoutPostgres, withoutRedis, withoutStore } from './machine-faults.ts';
import { wearOut } from './machines.ts';

it('[RUN2] [STORE15] [STORE20] [BUS5] [BUS7] [BLOB10] [RELAY9] two relays under eight people and one who brings files: one is killed, Redis, S3 and PostgreSQL go, and freeze; nothing acknowledged is lost, no file is half there, all see the same', async ({ skip }) => {
  const figures = await wearOut([relayKilled(0), withoutRedis(1000), withoutPostgres(0), withoutPostgres(1500), together(frozenRedis(0), withoutStore('freeze', 0)), frozenPostgres(0)]);
  if (figures === undefined) return skip();
  const { imported, triedAgain, longestMs } = figures.files;
  console.info(`${imported} files imported, ${triedAgain} told to try again, at most after ${longestMs} ms`);
  for (const { what, againMs } of figures.suffered) console.info(`${what}: all write again after ${againMs} ms`);
  expect(figures).toMatchObject({ lost: 0, unequal: 0, missing: 0, complaints: [], files: { missing: 0, halves: 0, complaints: [] }, isTrailWhole: true, hasCrashed: false });
  expect(figures.acknowledged).toBeGreaterThan(500);
  for (const suffered of figures.suffered) {
    expect(suffered).toMatchObject({ acknowledgedMeanwhile: 0, isToldByReadiness: true });
    expect(suffered.isToldByFigures ?? true).toBe(true);
    expect(suffered.againMs).toBeLessThan(20_000);
  }
}, 240_000);
