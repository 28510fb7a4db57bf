import { applyOps } from '@consilium/shared/document/apply.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { freeConsensusId, standingFor, withRedrawn } from './redrawn.ts';
import { anAnnotation } from './rows.test-data.ts';

const drawOn = (doc: Y.Doc, row: string, x = 0): void =>
  applyOps(
    doc,
    [{ type: 'add annotation', annotation: { ...anAnnotation('x', 'nodule', x), id: freeConsensusId(doc, row) } }],
    'test',
  );

describe('redrawing together', () => {
  it('[SESS6] two who draw at once without seeing each other leave one whole mark', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()];
    drawOn(one, 'row', 1);
    drawOn(other, 'row', 2);
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
    expect(readDocument(one).annotations).toHaveLength(1);
    expect(readDocument(one)).toEqual(readDocument(other));
  });

  it('[SESS6] a mark drawn after a removal has an id of its own and stands', () => {
    const doc = new Y.Doc();
    drawOn(doc, 'row');
    const first = standingFor('row', readDocument(doc).annotations)!;
    applyOps(doc, [{ type: 'remove annotation', id: first.id }], 'test');
    drawOn(doc, 'row');
    const second = standingFor('row', readDocument(doc).annotations);
    expect(second?.id).not.toBe(first.id);
    expect(standingFor('another', readDocument(doc).annotations)).toBeUndefined();
  });

  it('[SESS6] offers what was redrawn as it was drawn, under the same id', () => {
    const options = [
      { id: 'none', kind: 'none' as const, text: 'Not a finding' },
      { id: 'redrawn', kind: 'redrawn' as const, text: 'Redraw together' },
    ];
    expect(withRedrawn(options, undefined, () => '')).toEqual(options);
    expect(withRedrawn(options, anAnnotation('c', 'nodule'), () => 'Nodule, box')).toEqual([
      options[0],
      { ...options[1], text: 'As redrawn together: Nodule, box' },
    ]);
  });
});
