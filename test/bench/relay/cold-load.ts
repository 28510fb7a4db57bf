import * as Y from 'yjs';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import type { Case } from './cases.ts';
import { Typist } from './typist.ts';
import { pause } from './waiting.ts';

const keys = 1000;

/** Ten thousand edits, about 1 MB; the server starts anew, and somebody opens the document: until all of it is there. */
export const coldLoad: Case = async ({ url, restartServer }) => {
  await writeEdits(url);
  const fresh = await restartServer();
  const first = await openedMs(fresh, 6000);
  await pause(4000); // everybody has left, and it has gone from memory
  const again = [];
  for (let i = 1; i <= 3; i++) {
    again.push(await openedMs(fresh, 6000 + i));
    await pause(3500);
  }
  return { first, again: again.sort((a, b) => a - b)[1]! };
};

async function writeEdits(url: string): Promise<void> {
  const author = new Typist(url, 'cold', 5000);
  await author.socket.opened;
  const doc = new Y.Doc();
  doc.clientID = 5000;
  doc.on('update', (update: Uint8Array) => author.socket.send(encodeFrame({ type: 'update', update })));
  const annotations = doc.getMap('annotations');
  for (let i = 0; i < 10_000; i++) {
    annotations.set(`a${i % keys}`, { x: i, text: 'some words of a label and more, about a hundred bytes in all, as edits are' });
    if (i % 100 === 99) await pause(5);
  }
  for (let size = 0; size < keys; await pause(300)) size = annotationsIn([await author.ask()], i9999);
  author.leave();
  await pause(4000);
}

const i9999 = (map: Y.Map<unknown>): boolean => (map.get('a999') as { x: number } | undefined)?.x === 9999;

/** How many annotations these updates make; 0 while `isWhole` says no. */
function annotationsIn(updates: readonly Uint8Array[], isWhole: (map: Y.Map<unknown>) => boolean): number {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  const map = doc.getMap('annotations');
  return isWhole(map) ? map.size : 0;
}

/** Milliseconds until everything has arrived; what arrives is only put together after the clock has stopped. */
async function openedMs(url: string, id: number): Promise<number> {
  const startedAt = performance.now();
  const reader = new Typist(url, 'cold', id);
  const arrived: { readonly ms: number; readonly update: Uint8Array }[] = [];
  const note = (update: Uint8Array): void => void arrived.push({ ms: performance.now() - startedAt, update: update.slice() });
  await reader.socket.opened;
  reader.onUpdate = note;
  note(await reader.ask());
  const whole = (): number => arrived.findIndex((_, i) => annotationsIn(arrived.slice(0, i + 1).map(({ update }) => update), i9999) === keys);
  for (let waited = 0; whole() < 0; waited++) {
    if (waited > 100) throw new Error('the document never arrived whole');
    await pause(100);
  }
  reader.leave();
  return arrived[whole()]!.ms;
}
