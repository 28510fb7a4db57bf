import { quantile } from '../row.ts';
import type { Case } from './cases.ts';
import { saturate } from './saturate.ts';
import { Typist } from './typist.ts';
import { pause, until } from './waiting.ts';

const windowOf = 40; // keystrokes of each that may be under way

/** One room: latency when everybody types 30 times a second, of a new server and then of one at work; then as many deliveries a second as it can. */
export const fanOut = (count: number): Case => async ({ url, askServer }) => {
  const typists = await gather(url, `fan-out-${count}`, count);
  const cold = await paced(typists, 3000);
  const latencies = await paced(typists, 5000);
  const saturated = await saturate(typists, windowOf * count, count - 1, 2500, async () => (await askServer('cpu')).cpuMs);
  for (const typist of typists) typist.leave();
  return {
    coldP95: quantile(cold, 0.95),
    p50: quantile(latencies, 0.5),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    ...saturated,
  };
};

/** Opens the room for so many, each of whom has typed once and been heard by everybody. */
export async function gather(url: string, room: string, count: number, firstId = 5000): Promise<Typist[]> {
  const typists = Array.from({ length: count }, (_, i) => new Typist(url, room, firstId + i));
  await Promise.all(typists.map(({ socket }) => socket.opened));
  for (const typist of typists) {
    typist.hello(); // so that ours is to acknowledge; others ignore it
    typist.type();
  }
  await until(() => typists.every(({ foreign }) => foreign >= count - 1), `the first word in ${room}`, 30_000).catch(() => undefined); // a bare server has not told those who came late
  await pause(100);
  return typists;
}

async function paced(typists: readonly Typist[], forMs: number): Promise<number[]> {
  const sentAt = new Map(typists.map(({ id }): [number, number[]] => [id, []]));
  const latencies: number[] = [];
  for (const typist of typists) {
    typist.onForeign = (client, clock) => {
      const at = sentAt.get(client)?.[clock];
      if (at !== undefined) latencies.push(performance.now() - at);
    };
  }
  const type = (typist: Typist): void => {
    const at = performance.now();
    const clock = typist.type();
    const times = sentAt.get(typist.id);
    if (times !== undefined) times[clock] = at;
  };
  const every = 1000 / 30;
  const startedAt = performance.now();
  const next = typists.map((_, i) => startedAt + (i * every) / typists.length); // spread over the interval, as people are
  while (performance.now() - startedAt < forMs) {
    const now = performance.now();
    next.forEach((due, i) => {
      if (due > now) return;
      next[i] = due + every;
      type(typists[i]!); // as many as `next` has
    });
    await pause(1);
  }
  await pause(500);
  for (const typist of typists) typist.onForeign = () => undefined;
  return latencies;
}
