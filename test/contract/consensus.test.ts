import { createHash } from 'node:crypto';
import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { compareReadings } from '@consilium/shared/consensus/compare.ts';
import { agreementOf } from '@consilium/shared/consensus/agreement.ts';
import { type Attribute, AttributeSchema } from '@consilium/shared/domain/protocol.ts';
import { modalityOf } from '@consilium/shared/modalities/registry.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBox, aLabel, anAnnotation, anImagingMeta, aProtocol, aReading } from '../harness/readings.ts';

const imaging = expectOk(modalityOf('imaging'), 'imaging');
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const compare = (readings: Readonly<Record<string, ReadingValues>>, protocol = aProtocol()) =>
  compareReadings(
    imaging,
    Object.entries(readings).map(([reader, values]) => ({ reader, values })),
    protocol,
    anImagingMeta,
    'item',
    digest,
  );
const typesAndReasons = (rows: ReturnType<typeof compare>['rows']) => rows.map((row) => [row.type, row.title, row.why]);

const certainty: Attribute = AttributeSchema.parse({
  id: 'certainty',
  name: 'Certainty',
  isRequired: true,
  order: 'a',
  type: 'choice',
  options: [
    { id: 'possible', name: 'Possible' },
    { id: 'definite', name: 'Definite' },
  ],
});
const because: Attribute = AttributeSchema.parse({
  id: 'because',
  name: 'Because',
  isRequired: false,
  order: 'b',
  type: 'text',
  when: { attribute: 'certainty', isOneOf: ['possible'] },
});

describe('comparing readings', () => {
  it('[CMP4] names each kind of disagreement, and says how much', () => {
    const protocol = aProtocol({
      labels: [aLabel('nodule', 'Nodule', { attributes: [certainty, because] }), aLabel('mass', 'Mass')],
    });
    const { rows } = compare(
      {
        ana: aReading([
          anAnnotation('a1', 'nodule', aBox(0, 0), { certainty: 'definite' }),
          anAnnotation('a2', 'mass', aBox(20, 0)),
          anAnnotation('a3', 'nodule', aBox(40, 0)),
          anAnnotation('a4', 'nodule', aBox(60, 0), { certainty: 'possible' }),
          anAnnotation('a5', 'nodule', aBox(80, 0)),
        ]),
        boris: aReading([
          anAnnotation('b1', 'nodule', aBox(0, 0), { certainty: 'definite' }),
          anAnnotation('b2', 'nodule', aBox(20, 0)),
          anAnnotation('b3', 'nodule', aBox(45, 0)),
          anAnnotation('b4', 'nodule', aBox(60, 0), { certainty: 'definite', because: 'left over' }),
        ]),
      },
      protocol,
    );
    expect(typesAndReasons(rows).sort()).toEqual([
      ['agree', 'Nodule', 'All agree'],
      ['attribute differs', 'Nodule', 'Certainty differs: Possible, Definite'],
      ['extent differs', 'Nodule', 'Extent differs, IoU 0.33'],
      ['found by some', 'Nodule', 'Marked by 1 of 2'],
      ['label differs', 'Mass or Nodule', 'Label differs: Mass, Nodule'],
    ]);
  });
  it('[CMP5] an overlapping mark of the same label is preferred to a slightly nearer one of another', () => {
    const { rows } = compare({
      ana: aReading([anAnnotation('a1', 'nodule', aBox(0, 0))]),
      boris: aReading([anAnnotation('b1', 'mass', aBox(1, 0)), anAnnotation('b2', 'nodule', aBox(2, 0))]),
    });
    expect(typesAndReasons(rows).sort()).toEqual([
      ['extent differs', 'Nodule', 'Extent differs, IoU 0.67'],
      ['found by some', 'Mass', 'Marked by 1 of 2'],
    ]);
  });
  it('[CMP5] marks that hardly touch are two findings', () => {
    const { rows } = compare({
      ana: aReading([anAnnotation('a1', 'nodule', aBox(0, 0))]),
      boris: aReading([anAnnotation('b1', 'nodule', aBox(9, 0))]),
    });
    expect(rows.map((row) => row.type)).toEqual(['found by some', 'found by some']);
  });
  it('[CMP6] item questions are rows; those whose condition is not met are not', () => {
    const protocol = aProtocol({ itemAttributes: [certainty, because] });
    const { rows } = compare(
      {
        ana: aReading([], { certainty: 'definite', because: 'hidden by now' } as ReadingValues['answers']),
        boris: aReading([], { certainty: 'possible', because: 'Faint' } as ReadingValues['answers']),
        cleo: aReading([], { certainty: 'possible', because: ' faint ' } as ReadingValues['answers']),
      },
      protocol,
    );
    expect(typesAndReasons(rows)).toEqual([
      ['attribute differs', 'Certainty', 'Answers differ: Possible by 2, Definite by 1'],
      ['attribute differs', 'Because', 'Answers differ: “Faint” by 2, nothing by 1'],
    ]);
  });
  it('[CMP7] two empty readings agree in full silence; an empty one against a full one misses everything', () => {
    expect(compare({ ana: aReading([]), boris: aReading([]) })).toEqual({
      readers: ['ana', 'boris'],
      rows: [],
      agreement: { item: {}, byLabel: [], byPair: expect.any(Array) },
    });
    const half = compare({ ana: aReading([]), boris: aReading([anAnnotation('b1', 'mass', aBox(0, 0))]) });
    expect(half.rows).toMatchObject([{ type: 'found by some', missing: ['ana'] }]);
    expect(half.agreement.item.f1?.value).toBe(0);
  });
  it('[CMP8] a mark of a newer release stands in a row of its own', () => {
    const newer = { ...aBox(0, 0), version: 9 };
    const { rows } = compare({
      ana: aReading([anAnnotation('a1', 'mass', newer)]),
      boris: aReading([anAnnotation('b1', 'mass', newer)]),
    });
    expect(rows.map((row) => row.why)).toEqual(
      Array(2).fill('Marked by 1 of 2; Made by a newer release: cannot be read here'),
    );
  });
  it('[AGR2] F1 and Cohen count what both found under one label', () => {
    const { agreement } = compare({
      ana: aReading([
        anAnnotation('a1', 'nodule', aBox(0, 0)),
        anAnnotation('a2', 'mass', aBox(20, 0)),
        anAnnotation('a3', 'mass', aBox(40, 0)),
      ]),
      boris: aReading([
        anAnnotation('b1', 'nodule', aBox(0, 0)),
        anAnnotation('b2', 'mass', aBox(20, 0)),
        anAnnotation('b3', 'nodule', aBox(40, 0)),
      ]),
    });
    expect(agreement.item.f1).toMatchObject({ value: 2 / 3, n: 3 });
    expect(agreement.item.cohen_kappa?.value).toBeCloseTo((2 / 3 - 4 / 9) / (1 - 4 / 9), 12);
    expect(agreement.item.mean_iou).toMatchObject({ value: 1, n: 3, low: 1, high: 1 });
    expect(agreement.byLabel.map((one) => one.label)).toEqual(['mass', 'nodule']);
  });
});

const boxes = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 30 }),
    y: fc.integer({ min: 0, max: 12 }),
    label: fc.constantFrom('nodule', 'mass'),
    said: fc.constantFrom('possible', 'definite'),
  }),
  { maxLength: 6 },
);
const group = fc.array(boxes, { minLength: 2, maxLength: 4 });
const readingsOf = (
  all: readonly (readonly { x: number; y: number; label: string; said: string }[])[],
): Record<string, ReadingValues> =>
  Object.fromEntries(
    all.map((marks, reader) => [
      `reader-${reader}`,
      aReading(
        marks.map((mark, at) =>
          anAnnotation(`m${reader}-${at}`, mark.label, aBox(mark.x, mark.y), { certainty: mark.said }),
        ),
      ),
    ]),
  );

describe('any readings', () => {
  it('[CMP1] [CMP3] every annotation stands in exactly one row, no reader twice in one', () => {
    fc.assert(
      fc.property(group, (all) => {
        const readings = readingsOf(all);
        const { rows, readers } = compare(readings);
        const sides = rows.flatMap((row) => (row.subject === 'finding' ? row.sides : []));
        expect(sides.map((side) => side.annotation.id as string).sort()).toEqual(
          Object.values(readings)
            .flatMap((one) => one.annotations.map((mark) => mark.id as string))
            .sort(),
        );
        for (const row of rows)
          if (row.subject === 'finding')
            expect([...row.sides.map((side) => side.reader), ...row.missing].sort()).toEqual(readers);
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
      }),
      { numRuns: 60 },
    );
  });
  it('[CMP2] [AGR3] neither the order of readings nor of annotations changes anything', () => {
    fc.assert(
      fc.property(group, (all) => {
        const readings = readingsOf(all);
        const turned = Object.fromEntries(
          Object.entries(readings)
            .reverse()
            .map(([reader, values]) => [reader, { ...values, annotations: values.annotations.toReversed() }]),
        );
        expect(compare(turned)).toEqual(compare(readings));
      }),
      { numRuns: 25 },
    );
  });
  it('[AGR1] figures over many items stay within bounds and name how many units they rest on', () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), (items) => {
        const compared = items.map((all) => ({ ...compare(readingsOf(all)), modality: imaging, meta: anImagingMeta }));
        const agreement = agreementOf(compared, 'project');
        const estimates = [
          agreement.item,
          ...agreement.byLabel.map((one) => one.statistics),
          ...agreement.byPair.map((one) => one.statistics),
        ].flatMap((one) => Object.values(one));
        for (const { value, n } of estimates) {
          expect(value).toBeGreaterThanOrEqual(-1);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
          expect(n).toBeGreaterThan(0);
        }
      }),
      { numRuns: 10 },
    );
  });
});
