import { quantile } from '../row.ts';
import type { Case } from './cases.ts';
import { gather } from './fan-out.ts';
import { Typist } from './typist.ts';
import { pause } from './waiting.ts';

const rooms = 200;

/** 1,000 people in 200 documents lose the server and come back in one moment: until the last one has synced. */
export const storm: Case = async ({ url, isBare }) => {
  for (let i = 0; i < rooms; i += 20) {
    const groups = await Promise.all(Array.from({ length: 20 }, (_, j) => gather(url, `storm-${i + j}`, 5, 5000 + 5 * (i + j))));
    for (const typist of groups.flat()) typist.leave();
  }
  await pause(4000); // all documents have left memory
  const startedAt = performance.now();
  const typists: Typist[] = [];
  const times = await Promise.all(
    Array.from({ length: 5 * rooms }, async (_, i) => {
      const typist = new Typist(url, `storm-${Math.floor(i / 5)}`, 5000 + i);
      typists.push(typist);
      await typist.socket.opened;
      if (!isBare) await typist.ask();
      return performance.now() - startedAt;
    }),
  );
  for (const typist of typists) typist.leave();
  return { allMs: Math.max(...times), p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
};
