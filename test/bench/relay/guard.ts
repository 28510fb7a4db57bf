import * as Y from 'yjs';
import { authorise, type Writer } from '@consilium/server/guard/authorise.ts';
import { DocumentIndex } from '@consilium/server/guard/document-index.ts';
import { scanNew } from '@consilium/server/guard/normalise.ts';
import { addToIndex } from '@consilium/server/guard/place.ts';
import { atMost, type BenchRow, quantile } from '../row.ts';

const client = 5000;
const writer: Writer = {
  user: 'ana',
  ownerOf: () => 'ana',
  grant: { shared: ['annotations', 'text'], own: [] },
  isFrozen: false,
};

/** What the guard costs for each keystroke in a document of 50 KB: scanned, judged and noted, as the room does it. */
export function guardRows(): readonly BenchRow[] {
  const micros = guardMicros();
  const apply = applyMicros();
  const at = (q: number) => ({ ours: quantile(micros, q), baselines: { 'Y.applyUpdate': quantile(apply, q) } });
  return [
    { name: 'guard, a keystroke, p50', unit: 'µs', ...at(0.5), goal: atMost(10, at(0.5).ours, 'µs') },
    { name: 'guard, a keystroke, p99', unit: 'µs', ...at(0.99), goal: atMost(50, at(0.99).ours, 'µs') },
  ];
}

/** Microseconds of 20,000 keystrokes: three in four type into a text, one moves an annotation, which deletes its old value. */
export function guardMicros(): number[] {
  const { first, updates } = keystrokes();
  const index = new DocumentIndex();
  const exact = (): Y.Doc => {
    throw new Error('an everyday keystroke is judged by the index alone');
  };
  const judge = (update: Uint8Array): void => {
    const scanned = scanNew(update, index);
    const verdict = scanned.ok ? authorise(scanned.value, { index, exact }, writer) : undefined;
    if (verdict?.type !== 'admit') throw new Error(`the guard said ${verdict?.type ?? 'malformed'}`);
    addToIndex(index, verdict.summary, verdict.placed);
  };
  judge(first);
  return timed(updates, judge);
}

/** The same keystrokes into a Y.Doc, which most servers do for each. */
function applyMicros(): number[] {
  const { first, updates } = keystrokes();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, first);
  return timed(updates, (update) => Y.applyUpdate(doc, update));
}

function keystrokes(): { readonly first: Uint8Array; readonly updates: readonly Uint8Array[] } {
  const doc = new Y.Doc();
  doc.clientID = client;
  const annotations = doc.getMap('annotations');
  doc.transact(() => {
    for (let i = 0; i < 1240; i++) annotations.set(`annotation-${i}`, { x: i, y: i });
  });
  const first = Y.encodeStateAsUpdate(doc);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('text');
  for (let i = 0; i < 22_000; i++) {
    if (i % 4 === 3) annotations.set(`annotation-${(i * 7) % 1240}`, { x: i, y: i });
    else text.insert(i % 50 === 0 ? Math.floor(text.length / 2) : text.length, 'a');
  }
  return { first, updates };
}

/** The first tenth warms up and is left out. */
function timed(updates: readonly Uint8Array[], act: (update: Uint8Array) => void): number[] {
  const micros = updates.map((update) => {
    const start = performance.now();
    act(update);
    return (performance.now() - start) * 1000;
  });
  return micros.slice(2000);
}
