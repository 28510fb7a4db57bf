import { expect, it } from 'vitest';
import type { Row } from './comparison.ts';
import { confusionOf } from './confusion.ts';

const finding = (labels: Readonly<Record<string, string>>): Row =>
  ({ subject: 'finding', id: JSON.stringify(labels), type: 'agree', title: '', why: '', missing: [], sides: Object.entries(labels).map(([reader, label]) => ({ reader, annotation: { label } })) }) as unknown as Row; // labels alone are counted

it('[AGR4] two readers’ labels stand against each other finding by finding, “nothing” included, over the cases they share', () => {
  const items = [
    { readers: ['a', 'b'], rows: [finding({ a: 'nodule', b: 'mass' }), finding({ a: 'nodule', b: 'mass' }), finding({ b: 'mass' })] },
    { readers: ['a', 'b', 'c'], rows: [finding({ a: 'mass', b: 'mass' }), finding({ c: 'mass' })] },
    { readers: ['c'], rows: [finding({ c: 'nodule' })] },
  ];
  expect(confusionOf(items)).toEqual([
    { a: 'a', b: 'b', cells: [{ a: 'mass', b: 'mass', n: 1 }, { a: 'nodule', b: 'mass', n: 2 }, { a: null, b: 'mass', n: 1 }] },
    { a: 'a', b: 'c', cells: [{ a: 'mass', b: null, n: 1 }, { a: null, b: 'mass', n: 1 }] },
    { a: 'b', b: 'c', cells: [{ a: 'mass', b: null, n: 1 }, { a: null, b: 'mass', n: 1 }] },
  ]);
});
