import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { DocumentIndex } from '../guard/document-index.ts';
import { readStored, addStored } from './document.ts';
import { Run, Runs } from './run.ts';

/** What the updates become when the log begins to write, in the order of their appends, after every so many of them. */
function appended(
  updates: readonly { readonly by: string; readonly update: Uint8Array }[],
  writeEvery: number,
): readonly { by: string; update: Uint8Array }[] {
  const runs = new Runs();
  const all: Run[] = [];
  updates.forEach(({ by, update }, i) => {
    const summary = readStored(update);
    if (!runs.take(summary, by, undefined)) {
      const run = new Run(all.length + 1, summary, by, undefined);
      runs.begin(run);
      all.push(run);
    }
    if (i % writeEvery === writeEvery - 1) for (const run of all) run.close();
  });
  return all.map((run) => ({ by: run.actorId, update: run.close().update }));
}

/** Two people in one document: each writes alone, or on top of what the other has just done. */
function writtenByTwo(isTogether: (i: number) => boolean, count: number) {
  const docs = [4100, 4200].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
  const [ana, ben] = docs as [Y.Doc, Y.Doc];
  const updates: { by: string; update: Uint8Array }[] = [];
  for (const [doc, by] of [
    [ana, 'ana'],
    [ben, 'ben'],
  ] as const)
    doc.on('update', (update: Uint8Array, origin) => origin === 'other' || updates.push({ by, update }));
  for (let i = 0; i < count; i++) {
    const [doc, other] = i % 3 === 0 ? [ben, ana] : [ana, ben];
    if (isTogether(i)) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), 'other');
    if (i % 5 === 4 && doc.getText('text').length > 0) doc.getText('text').delete(0, 1);
    else if (i % 7 === 6) doc.getMap('annotations').set(`a${i % 2}`, i);
    else doc.getText('text').insert(doc.getText('text').length, 'a');
  }
  return updates;
}

function read(updates: readonly Uint8Array[]): unknown {
  const doc = new Y.Doc();
  const index = new DocumentIndex();
  for (const update of updates) {
    addStored(index, readStored(update)); // throws where an update stands before something it builds on
    Y.applyUpdate(doc, update);
    expect(doc.store.pendingStructs).toBeNull();
  }
  return [doc.getText('text').toJSON(), doc.getMap('annotations').toJSON()];
}

it('[RELAY14] keystrokes of two people who do not build on each other become one update each', () => {
  const updates = writtenByTwo(() => false, 4).map(({ by, update }) => ({ by, update }));
  const rows = appended(updates, 100);
  expect(rows.map(({ by }) => by)).toEqual(['ben', 'ana']);
  expect(read(rows.map(({ update }) => update))).toEqual(read(updates.map(({ update }) => update)));
});

it.each([1, 2, 3, 8, 1000])(
  '[RELAY14] written after every %i, rows are in an order that can be read, and mean the same',
  (writeEvery) => {
    for (const every of [1, 2, 5, 9]) {
      const updates = writtenByTwo((i) => i % every === 0, 200);
      const rows = appended(updates, writeEvery);
      if (writeEvery > 1) expect(rows.length).toBeLessThan(updates.length);
      expect(read(rows.map(({ update }) => update))).toEqual(read(updates.map(({ update }) => update)));
    }
  },
);

it('[RELAY14] no run grows past 64 KiB, and none takes anything in once it is being written', () => {
  const doc = Object.assign(new Y.Doc(), { clientID: 4100 });
  const updates: { by: string; update: Uint8Array }[] = [];
  doc.on('update', (update: Uint8Array) => updates.push({ by: 'ana', update }));
  for (let i = 0; i < 100; i++) doc.getText('text').insert(0, 'x'.repeat(2000));
  const rows = appended(updates, 1000);
  expect(rows.length).toBeGreaterThan(3);
  for (const { update } of rows) expect(update.length).toBeLessThanOrEqual(64 * 1024);
  expect(appended(updates, 1)).toHaveLength(100);
});
