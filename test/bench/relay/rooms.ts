import type { Case } from './cases.ts';
import { gather } from './fan-out.ts';
import { saturate } from './saturate.ts';
import type { Typist } from './typist.ts';
import { pause } from './waiting.ts';

/** 500 rooms of two who type to each other: edits a second that arrived. */
export const manyRooms: Case = async ({ url, askServer }) => {
  const typists: Typist[] = [];
  for (let i = 0; i < 500; i += 50)
    typists.push(...(await Promise.all(Array.from({ length: 50 }, (_, j) => gather(url, `pair-${i + j}`, 2, 5000 + 2 * (i + j))))).flat());
  await pause(500);
  const run = (forMs: number) => saturate(typists, 8000, 1, forMs, async () => (await askServer('cpu')).cpuMs);
  const cold = await run(3000);
  await run(3000); // V8 compiles what runs often for several seconds: a server is as it is after those
  const figures = await run(3000);
  for (const typist of typists) typist.leave();
  return { ...figures, coldPerSecond: cold.perSecond };
};
