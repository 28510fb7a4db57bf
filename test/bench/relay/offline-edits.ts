import * as Y from 'yjs';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import { median } from '../row.ts';
import type { Case } from './cases.ts';
import { Typist } from './typist.ts';
import { pause } from './waiting.ts';

/** Somebody who was away brings 5,000 edits at once: until three peers have them all. The median of five times. */
export const offlineEdits: Case = async ({ url }) => {
  const all: number[] = [];
  for (let round = 0; round < 5; round++) all.push(await once(url, `offline-${round}`));
  return { ms: median(all), slowestMs: Math.max(...all) };
};

async function once(url: string, room: string): Promise<number> {
  const doc = new Y.Doc();
  doc.clientID = 5000;
  for (let i = 0; i < 5000; i++) doc.getMap('annotations').set(`a${i}`, { x: i });
  const frame = encodeFrame({ type: 'step2', update: Y.encodeStateAsUpdate(doc) });
  const [author, ...peers] = [5000, 5001, 5002, 5003].map((id) => new Typist(url, room, id));
  await Promise.all([author!, ...peers].map(({ socket }) => socket.opened));
  author!.hello(); // as our client does; others ignore it
  await pause(300);
  const startedAt = performance.now();
  const arrived = peers.map(
    (peer) => new Promise<number>((resolve) => (peer.onUpdate = () => resolve(performance.now() - startedAt))),
  );
  author!.socket.send(frame);
  const times = await Promise.all(arrived);
  for (const typist of [author!, ...peers]) typist.leave();
  return Math.max(...times);
}
