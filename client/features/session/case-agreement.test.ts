import { describe, expect, it } from 'vitest';
import { caseAlpha } from './case-agreement.ts';
import { aFinding } from './rows.test-data.ts';

const rows = [
  aFinding('r1', 'agree', { a: 'nodule', b: 'nodule' }),
  aFinding('r2', 'label differs', { a: 'nodule', b: 'mass' }),
  aFinding('r3', 'found by some', { a: 'mass' }, ['b']),
];

describe('case agreement', () => {
  it('[SESS9] is alpha of the readings: 4 disagreeing values of 6, counted by hand', () => {
    // values: nodule 3, mass 2, nothing 1; observed disagreement 4/6, expected (3*3 + 2*4 + 1*5) / (6*5) = 22/30
    expect(caseAlpha(rows, ['a', 'b'])).toBeCloseTo(1 - 4 / 6 / (22 / 30), 12);
  });

  it('[SESS9] counts settled rows as agreed: all settled is one, nothing to compare is nothing', () => {
    const settled = new Map([
      ['r2', 'mass'],
      ['r3', ''],
    ]);
    expect(caseAlpha(rows, ['a', 'b'], settled)).toBe(1);
    expect(caseAlpha([], ['a', 'b'])).toBeUndefined();
  });
});
