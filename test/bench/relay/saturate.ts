import type { Typist } from './typist.ts';
import { turn } from './waiting.ts';

export interface Saturated {
  readonly perSecond: number; // deliveries
  readonly serverMicros: number; // of processor time for each delivery, all threads
  /** of one core that the generator used: near 1, it and not the server was what limited the figure */
  readonly generatorShare: number;
}

/**
 * As many deliveries a second as the server can: all type in turn, so many keystrokes under way at once. While that many are,
 * the generator sleeps: one that asked again and again would take the core that a server with several threads needs.
 * @param readers of each keystroke, who count it as it arrives
 */
export async function saturate(typists: readonly Typist[], underWay: number, readers: number, forMs: number, cpuMs: () => Promise<number>): Promise<Saturated> {
  let heard = 0;
  let wake = (): void => undefined;
  for (const typist of typists)
    typist.onForeign = () => {
      heard++;
      wake();
    };
  const cpuBefore = await cpuMs();
  const ownBefore = process.cpuUsage();
  const startedAt = performance.now();
  for (let sent = 0; performance.now() - startedAt < forMs; ) {
    for (let free = underWay - (sent - heard / readers); free > 0; free--) typists[sent++ % typists.length]!.type();
    await new Promise<void>((resolve) => (wake = resolve));
    await turn(); // with all else that has arrived
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const own = process.cpuUsage(ownBefore);
  const deliveries = heard;
  const serverMicros = (((await cpuMs()) - cpuBefore) * 1000) / deliveries;
  return { perSecond: deliveries / seconds, serverMicros, generatorShare: (own.user + own.system) / 1e6 / seconds };
}
