import * as Y from 'yjs';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import type { Case } from './cases.ts';
import { Typist } from './typist.ts';
import { pause } from './waiting.ts';

/** Documents of 50 KB, each with one reader: what the server holds for each while they are open and after all have left. */
export const memory = (count: number): Case => async ({ url, isBare, askServer }) => {
  const update = documentOf50Kb(5000);
  const put = encodeFrame({ type: 'update', update });
  const before = await askServer('memory');
  const startedAt = performance.now();
  const readers: Typist[] = [];
  for (let i = 0; i < count; i += 20) {
    const some = Array.from({ length: 20 }, (_, j) => new Typist(url, `memory-${i + j}`, 5000, `u${i + j}`));
    await Promise.all(some.map(({ socket }) => socket.opened));
    for (const { socket } of some) socket.send(put);
    if (!isBare) for (const reader of some) await isThere(reader, update.length);
    readers.push(...some);
  }
  const openMs = performance.now() - startedAt;
  const open = await askServer('memory');
  for (const reader of readers) reader.leave();
  await pause(6000); // documents leave 2 s after the last reader
  const left = await askServer('memory');
  const perDocument = (bytes: number): number => bytes / count / 1024;
  return {
    openKb: perDocument(open.held - before.held),
    openRssKb: perDocument(open.rss - before.rss),
    leftKb: perDocument(left.held - before.held),
    openMs,
  };
};

/** Asks until the server tells what it was given. */
async function isThere(reader: Typist, bytes: number): Promise<void> {
  for (let ms = 20; (await reader.ask()).length < bytes * 0.8; ms *= 2) await pause(ms); // a relay answers five at once, then one each two seconds
}

function documentOf50Kb(clientId: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  for (let i = 0; i < 1240; i++) doc.getMap('annotations').set(`annotation-${i}`, { x: i, y: i });
  return Y.encodeStateAsUpdate(doc);
}
