import { playHistory } from './history.ts';

/** `node test/simulation/main.ts --seeds 20000 [--from 1]`: the long form; prints every failing seed. */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const from = option('from', 1);
const seeds = option('seeds', 20_000);
const startedAt = performance.now();
const total = { seeds, failed: 0, acknowledged: 0, forks: 0, refusals: 0 };
for (let seed = from; seed < from + seeds; seed++) {
  const { faults, acknowledged, forks, refusals } = await playHistory(seed);
  total.acknowledged += acknowledged;
  total.forks += forks;
  total.refusals += refusals;
  if (faults.length === 0) continue;
  total.failed++;
  console.log(`seed ${seed}: ${[...new Set(faults)].slice(0, 6).join('; ')}`);
}
console.log(JSON.stringify({ ...total, seconds: Math.round((performance.now() - startedAt) / 1000) }));
process.exitCode = total.failed > 0 ? 1 : 0;
