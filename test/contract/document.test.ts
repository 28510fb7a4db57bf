import { applyOps } from '@consilium/shared/document/apply.ts';
import { readComments } from '@consilium/shared/document/comments.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { undoManagerOf } from '@consilium/shared/document/undo.ts';
import { watchDocument } from '@consilium/shared/document/watch.ts';
import type { AnnotationId, AttributeId, LabelId } from '@consilium/shared/domain/ids.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aBox } from '../harness/samples.ts';

const id = (text: string) => text as AnnotationId; // test ids are well formed
const attribute = (text: string) => text as AttributeId;
const label = (text: string) => text as LabelId;

function exchange(...docs: Y.Doc[]): void {
  for (const from of docs)
    for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

function twoWith(...ops: Op[]): [Y.Doc, Y.Doc] {
  const a = new Y.Doc();
  const b = new Y.Doc();
  applyOps(a, ops, 'a');
  exchange(a, b);
  return [a, b];
}

describe('documents', () => {
  it('[DOC1] one call is one transaction, one update on the wire and one step of undo', () => {
    const doc = new Y.Doc();
    const undo = undoManagerOf(doc, 'me');
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    const ops: Op[] = ['n1', 'n2', 'n3'].map((name) => ({ type: 'add annotation', annotation: aBox(name) }));
    applyOps(doc, ops, 'me');
    expect([updates.length, undo.undoStack.length, readDocument(doc).annotations.length]).toEqual([1, 1, 3]);
    undo.undo();
    expect(readDocument(doc).annotations).toEqual([]);
  });

  it('[DOC2] ops come back as equal values, in their order', () => {
    const doc = new Y.Doc();
    const first = aBox('n1', {
      order: 'a0',
      attributes: { size: 12 } as Record<AttributeId, number>,
      flag: { reason: 'motion' },
    });
    const second = aBox('n2', { order: 'Zz' });
    applyOps(
      doc,
      [
        { type: 'add annotation', annotation: first },
        { type: 'add annotation', annotation: second },
        { type: 'set answer', attribute: attribute('quality'), value: 'good' },
        { type: 'add relation', relation: { id: 'r', type: 'causes', from: id('n1'), to: id('n2') } },
      ],
      'me',
    );
    expect(readDocument(doc)).toEqual({
      annotations: [second, first],
      unreadable: [],
      answers: { quality: 'good' },
      relations: [{ id: 'r', type: 'causes', from: 'n1', to: 'n2' }],
    });
  });

  it('[DOC3] label, attribute and geometry changed at once by two people are all kept', () => {
    const [a, b] = twoWith({ type: 'add annotation', annotation: aBox('n') });
    const moved = { ...aBox('n').geometry, x: 99 };
    applyOps(
      a,
      [
        { type: 'set label', id: id('n'), label: label('mass') },
        { type: 'set attribute', id: id('n'), attribute: attribute('size'), value: 7 },
      ],
      'a',
    );
    applyOps(
      b,
      [
        { type: 'set geometry', id: id('n'), geometry: moved },
        { type: 'set flag', id: id('n'), reason: 'unsure' },
      ],
      'b',
    );
    exchange(a, b);
    expect(readDocument(a)).toEqual(readDocument(b));
    expect(readDocument(a).annotations).toEqual([
      aBox('n', {
        label: label('mass'),
        attributes: { size: 7 } as Record<AttributeId, number>,
        geometry: moved,
        flag: { reason: 'unsure' },
      }),
    ]);
  });

  it('[DOC4] two people reshaping one box at once leave one whole box, never a blend', () => {
    const [a, b] = twoWith({ type: 'add annotation', annotation: aBox('n') });
    const byA = { ...aBox('n').geometry, x: 1, y: 1, width: 1, height: 1 };
    const byB = { ...aBox('n').geometry, x: 2, y: 2, width: 2, height: 2 };
    applyOps(a, [{ type: 'set geometry', id: id('n'), geometry: byA }], 'a');
    applyOps(b, [{ type: 'set geometry', id: id('n'), geometry: byB }], 'b');
    exchange(a, b);
    expect([byA, byB]).toContainEqual(readDocument(a).annotations[0]?.geometry);
    expect(readDocument(a)).toEqual(readDocument(b));
  });

  it('[DOC5] removal wins over a concurrent drag and relabel, and takes relations along', () => {
    const [a, b] = twoWith(
      { type: 'add annotation', annotation: aBox('n') },
      { type: 'add annotation', annotation: aBox('m') },
      { type: 'add relation', relation: { id: 'r', type: 'causes', from: id('n'), to: id('m') } },
    );
    applyOps(a, [{ type: 'remove annotation', id: id('n') }], 'a');
    applyOps(
      b,
      [
        { type: 'set geometry', id: id('n'), geometry: { ...aBox('n').geometry, x: 5 } },
        { type: 'set label', id: id('n'), label: label('mass') },
      ],
      'b',
    );
    exchange(a, b);
    for (const doc of [a, b])
      expect(readDocument(doc)).toEqual({ annotations: [aBox('m')], unreadable: [], relations: [], answers: {} });
  });

  it('[DOC7] what is too new to read is listed and left alone', () => {
    const doc = new Y.Doc();
    applyOps(doc, [{ type: 'add annotation', annotation: aBox('n') }], 'me');
    mapOf(doc, roots.annotations).set('n/geometry', 'a shape from the future');
    expect(readDocument(doc).annotations).toEqual([]);
    expect(readDocument(doc).unreadable.map((one) => one.id)).toEqual(['n']);
    expect(mapOf(doc, roots.annotations).get('n/geometry')).toBe('a shape from the future');
  });

  it('[DOC8] undo takes back my label, attribute and removal, never a colleague’s work', () => {
    const [a, b] = twoWith({ type: 'add annotation', annotation: aBox('n') });
    const undo = undoManagerOf(a, 'me');
    applyOps(a, [{ type: 'set label', id: id('n'), label: label('mass') }], 'me');
    applyOps(a, [{ type: 'set attribute', id: id('n'), attribute: attribute('size'), value: 3 }], 'me');
    applyOps(b, [{ type: 'add annotation', annotation: aBox('theirs') }], 'them');
    exchange(a, b);
    applyOps(a, [{ type: 'remove annotation', id: id('n') }], 'me');
    for (let step = 0; step < 3; step++) undo.undo();
    expect(readDocument(a).annotations).toEqual([aBox('n'), aBox('theirs')]);
    expect(undo.canUndo()).toBe(false);
    undo.redo();
    expect(readDocument(a).annotations.map((one) => one.label)).toEqual(['mass', 'nodule']);
  });

  it('[DOC10] a comment is resolved, reopened and resolved by different people, the newest word counts', () => {
    const [a, b] = twoWith({
      type: 'add comment',
      comment: {
        id: 'c',
        body: { type: 'doc' },
        anchor: { type: 'item' },
        at: '2026-01-01T00:00:00.000Z',
        mentions: [],
      },
    });
    applyOps(
      a,
      [{ type: 'resolve comment', id: 'c', event: 'e1', isResolved: true, at: '2026-01-01T00:01:00.000Z' }],
      'a',
    );
    applyOps(
      b,
      [{ type: 'resolve comment', id: 'c', event: 'e2', isResolved: false, at: '2026-01-01T00:02:00.000Z' }],
      'b',
    );
    exchange(a, b);
    expect(readComments(a)).toEqual(readComments(b));
    expect(readComments(a)).toMatchObject([{ id: 'c', isResolved: false }]);
  });

  const ids = fc.constantFrom('p', 'q', 'r').map(id);
  const op: fc.Arbitrary<Op> = fc.oneof(
    ids.map((one): Op => ({ type: 'add annotation', annotation: aBox(one) })),
    fc
      .tuple(ids, fc.nat(50))
      .map(([one, x]): Op => ({ type: 'set geometry', id: one, geometry: { ...aBox(one).geometry, x } })),
    fc
      .tuple(ids, fc.constantFrom('mass', 'nodule'))
      .map(([one, name]): Op => ({ type: 'set label', id: one, label: label(name) })),
    fc
      .tuple(ids, fc.option(fc.nat(9), { nil: undefined }))
      .map(([one, value]): Op => ({ type: 'set attribute', id: one, attribute: attribute('size'), value })),
    ids.map((one): Op => ({ type: 'remove annotation', id: one })),
    fc
      .tuple(ids, ids)
      .map(([from, to]): Op => ({ type: 'add relation', relation: { id: `${from}${to}`, type: 'causes', from, to } })),
  );
  const history = fc.array(
    fc.record({
      who: fc.nat(2),
      ops: fc.array(op, { minLength: 1, maxLength: 4 }),
      meets: fc.option(fc.nat(2), { nil: undefined }),
    }),
    { maxLength: 25 },
  );

  it('[DOC6] [DOC9] any history of three people ends equal for all, and watching gives what reading gives', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const docs = [0, 1, 2].map((n) => Object.assign(new Y.Doc(), { clientID: n + 1 }));
        const watched = docs.map((doc) => watchDocument(doc));
        for (const { who, ops, meets } of steps) {
          applyOps(docs[who]!, ops, who);
          if (meets !== undefined) exchange(docs[who]!, docs[meets]!);
        }
        exchange(...docs);
        exchange(...docs);
        const all = docs.map(readDocument);
        expect(all[1]).toEqual(all[0]);
        expect(all[2]).toEqual(all[0]);
        expect(watched.map((one) => one.current())).toEqual(all);
      }),
      { numRuns: 300, seed: 20261125 },
    );
  });

  it('[DOC9] watching keeps the objects of annotations that did not change', () => {
    const doc = new Y.Doc();
    applyOps(
      doc,
      [
        { type: 'add annotation', annotation: aBox('n') },
        { type: 'add annotation', annotation: aBox('m') },
      ],
      'me',
    );
    const watched = watchDocument(doc);
    const before = watched.current();
    applyOps(doc, [{ type: 'set label', id: id('n'), label: label('mass') }], 'me');
    expect(watched.current().annotations.find((one) => one.id === 'm')).toBe(
      before.annotations.find((one) => one.id === 'm'),
    );
    expect(watched.current()).not.toBe(before);
  });
});
