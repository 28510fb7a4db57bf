import setUp from '../harness/engines/for-test-runs.ts';
import { frozenPostgres, frozenRedis, relayKilled, withoutPostgres, withoutRedis, withoutStore } from './machine-faults.ts';
import { wearOut } from './machines.ts';

/** `npm run chaos:machines [rounds]`: the long form, ten rounds of every fault unless told. */
const clear = setUp();
const round = [
  relayKilled(0), withoutRedis(0), withoutPostgres(0), withoutStore('cut', 5000), frozenPostgres(20_000),
  relayKilled(1), withoutRedis(10_000), withoutPostgres(10_000), frozenRedis(10_000), withoutStore('freeze', 25_000), frozenPostgres(5000),
];
const figures = await wearOut(Array.from({ length: Number(process.argv[2] ?? 10) }, () => round).flat()).finally(clear);
console.log(JSON.stringify(figures, null, 1));
const isWell = figures === undefined || (figures.lost + figures.unequal + figures.missing + figures.complaints.length + figures.files.missing + figures.files.halves + figures.files.complaints.length === 0 && figures.isTrailWhole && !figures.hasCrashed);
process.exitCode = isWell ? 0 : 1;
