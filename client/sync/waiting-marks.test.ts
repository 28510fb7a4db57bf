import type { Op } from '@consilium/shared/document/op.ts';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { AnnotationSchema } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { makeParts } from './document-parts.ts';
import { fromRelay } from './origins.ts';

const add = (id: string): Op => ({
  type: 'add annotation',
  annotation: AnnotationSchema.parse({ id, source: 'a'.repeat(64), label: 'nodule', geometry: { kind: 'imaging.point', version: 1, slice: 0, x: 1, y: 1 }, attributes: {}, protocol: 1, order: id }),
});
const flag = (id: string, reason: string): Op => ({ type: 'set flag', id: id as AnnotationId, reason }); // ids of annotations are strings
const marks = (doc: Y.Doc, ids: readonly string[]): Uint8Array => {
  applyOps(doc, ids.map(add), {});
  return Y.encodeStateAsUpdate(doc);
};

describe('marks that wait', () => {
  it('[WAIT1] are those changed here, not those that came from the server', () => {
    const { doc, origin, waitingMarks } = makeParts([marks(new Y.Doc(), ['known'])]);
    expect([...waitingMarks.current()]).toEqual([]);
    Y.applyUpdate(doc, marks(new Y.Doc(), ['theirs']), fromRelay);
    expect([...waitingMarks.current()]).toEqual([]);
    applyOps(doc, [flag('known', 'unsure')], origin);
    expect([...waitingMarks.current()]).toEqual(['known']);
  });

  it('[WAIT1] outlast a reload, as rows that no server has called durable', () => {
    const theirs = new Y.Doc();
    const known = marks(theirs, ['known']);
    const before = Y.encodeStateVector(theirs);
    marks(theirs, ['new']);
    const { waitingMarks } = makeParts([known], [Y.encodeStateAsUpdate(theirs, before)]);
    expect([...waitingMarks.current()]).toEqual(['new']);
  });

  it('[WAIT1] are told once each, and no more when the server has everything', () => {
    const { doc, origin, waitingMarks } = makeParts([marks(new Y.Doc(), ['a', 'b'])]);
    let told = 0;
    waitingMarks.subscribe(() => told++);
    applyOps(doc, [flag('a', 'unsure')], origin);
    applyOps(doc, [flag('a', 'still unsure')], origin);
    expect(told).toBe(1);
    waitingMarks.clear();
    waitingMarks.clear();
    expect([told, ...waitingMarks.current()]).toEqual([2]);
  });
});
