import { applyOps } from '@consilium/shared/document/apply.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { mapOf } from '@consilium/shared/document/roots.ts';
import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { AttributeSchema } from '@consilium/shared/domain/protocol.ts';
import { compareReadings } from '@consilium/shared/consensus/compare.ts';
import { proposals } from '@consilium/shared/consensus/proposals.ts';
import { seedOps, settleOps } from '@consilium/shared/consensus/settle.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { modalityOf } from '@consilium/shared/modalities/registry.ts';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { aBox, anAnnotation, anImagingMeta, aProtocol, aReading } from '../harness/readings.ts';

const imaging = expectOk(modalityOf('imaging'), 'imaging');
const at = '2026-11-25T10:00:00.000Z';
const normal = AttributeSchema.parse({
  id: 'normal',
  name: 'Normal',
  isRequired: true,
  order: 'a',
  type: 'choice',
  options: [
    { id: 'yes', name: 'Yes' },
    { id: 'no', name: 'No' },
  ],
});
const protocol = aProtocol({ itemAttributes: [normal] });
const answers = (value: string) => ({ normal: value }) as unknown as ReadingValues['answers']; // a key of the record by attribute id
const readings = [
  {
    reader: 'ana',
    values: {
      ...aReading(
        [
          anAnnotation('a1', 'nodule', aBox(0, 0)),
          anAnnotation('a2', 'mass', aBox(30, 0)),
          anAnnotation('a3', 'mass', aBox(60, 0)),
        ],
        answers('no'),
      ),
      relations: [{ id: 'r', type: 'near', from: 'a1', to: 'a3' }],
    } as ReadingValues,
  },
  {
    reader: 'boris',
    values: {
      ...aReading(
        [
          anAnnotation('b1', 'nodule', aBox(1, 0)),
          anAnnotation('b2', 'mass', aBox(35, 0)),
          anAnnotation('b3', 'mass', aBox(60, 0)),
        ],
        answers('no'),
      ),
      relations: [{ id: 'q', type: 'near', from: 'b1', to: 'b3' }],
    } as ReadingValues,
  },
];
const comparison = compareReadings(imaging, readings, protocol, anImagingMeta, 'item', (text) =>
  createHash('sha256').update(text).digest('base64url'),
);
const row = comparison.rows.find((one) => one.type === 'extent differs')!;
const options = proposals(row, {
  modality: imaging,
  meta: anImagingMeta,
  protocol,
  nameOf: (reader) => `Reader ${reader[0]?.toUpperCase()}`,
});
const optionOf = (kind: string) => options.find((one) => one.kind === kind)!;

describe('proposals', () => {
  it('[PROP1] offers each reader, what adds something, redrawing and nothing, in words', () => {
    expect(options.map(({ id, text }) => [id, text])).toEqual([
      ['reader-ana', 'Reader A: Mass, box, 10 px × 10 px'],
      ['reader-boris', 'Reader B: Mass, box, 10 px × 10 px'],
      ['union', 'Union of all: Mass, box, 15 px × 10 px'],
      ['intersection', 'What all share: Mass, box, 5 px × 10 px'],
      ['redrawn', 'Redraw together'],
      ['none', 'Not a finding'],
    ]);
  });
  it('[PROP1] offers every answer given, once', () => {
    const answer = comparison.rows.find((one) => one.subject === 'answer')!;
    expect(
      proposals(answer, { modality: imaging, meta: anImagingMeta, protocol, nameOf: (reader) => reader }).map(
        (one) => one.text,
      ),
    ).toEqual(['No (ana, boris)', 'Answer together', 'Leave without an answer']);
  });
});

describe('the consensus', () => {
  const seeded = (): Y.Doc => {
    const doc = new Y.Doc();
    applyOps(doc, seedOps(comparison, readings, imaging, anImagingMeta, at), 'server');
    return doc;
  };
  it('[SETL1] begins with what all agree on: findings, answers, and relations between them', () => {
    const { annotations, answers: agreed, relations } = readDocument(seeded());
    expect(annotations.map((one) => [one.label, (one.geometry as { x?: number }).x])).toEqual([
      ['mass', 60],
      ['nodule', 0],
    ]);
    expect(agreed).toEqual({ normal: 'no' });
    expect(relations).toMatchObject([{ type: 'near', from: annotations[1]?.id, to: annotations[0]?.id }]);
    expect(readDocument(seeded())).toEqual(readDocument(seeded()));
    expect(mapOf(seeded(), 'decisions').size).toBe(3);
  });
  it('[SETL2] settling on two devices at once leaves one annotation', () => {
    const [here, there] = [seeded(), new Y.Doc()];
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    for (const doc of [here, there]) applyOps(doc, settleOps(row, optionOf('union'), 1, readDocument(doc), at), 'me');
    Y.applyUpdate(here, Y.encodeStateAsUpdate(there));
    expect(readDocument(here).annotations.map((one) => one.geometry)).toContainEqual({
      kind: 'imaging.box',
      version: 1,
      slice: 0,
      x: 30,
      y: 0,
      width: 15,
      height: 10,
    });
    expect(readDocument(here).annotations).toHaveLength(3);
  });
  it('[SETL2] a later round replaces, takes away and brings back', () => {
    const doc = seeded();
    const settle = (kind: string, round: number) => {
      applyOps(doc, settleOps(row, optionOf(kind), round, readDocument(doc), at), 'me');
      return readDocument(doc)
        .annotations.slice(2)
        .map((one) => (one.geometry as { width?: number }).width);
    };
    expect(settle('union', 1)).toEqual([15]);
    expect(settle('intersection', 2)).toEqual([5]);
    expect(settle('none', 3)).toEqual([]);
    expect(settle('reader', 4)).toEqual([10]);
    expect(settle('redrawn', 5)).toEqual([10]);
  });
});
