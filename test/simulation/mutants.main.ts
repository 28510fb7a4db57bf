import { runMutants } from './mutants.ts';

/** `node test/simulation/mutants.main.ts [count] [seed]`: the long form of the mutation fuzz. */
const count = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 1);
const startedAt = performance.now();
const figures = runMutants(count, seed);
console.log(JSON.stringify({ ...figures, seconds: Math.round((performance.now() - startedAt) / 1000) }, null, 1));
const { guardThrew, applyThrew, corrupt, pending, foreignChanges } = figures;
process.exitCode = guardThrew + applyThrew + corrupt + pending + foreignChanges > 0 ? 1 : 0;
