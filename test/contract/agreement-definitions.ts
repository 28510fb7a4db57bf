import fc from 'fast-check';
import { expect } from 'vitest';

export type Row = (number | null)[];

export const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const tableOf = (one: fc.Arbitrary<number | null>): fc.Arbitrary<Row[]> =>
  fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }))
    .chain(([raters, units]) =>
      fc.array(fc.array(one, { minLength: raters, maxLength: raters }), { minLength: units, maxLength: units }),
    );
export const table = tableOf(cell);
export const completeTable = tableOf(fc.integer({ min: 0, max: 9 }));

/** Equal to 9 digits, or both not there. */
export function expectSame(ours: number | undefined, slow: number | undefined): void {
  const isDefined = slow !== undefined && Number.isFinite(slow);
  if (isDefined) expect(ours).toBeCloseTo(slow, 9);
  else expect(ours).toBeUndefined();
}

export const present = (row: Row): number[] => row.filter((rating) => rating !== null);
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
export const categoriesOf = (rows: Row[]): number[] => [...new Set(rows.flatMap(present))].sort((a, b) => a - b);
export const share = (values: readonly (number | null)[], category: number): number =>
  values.filter((value) => value === category).length / values.length;

/** Mean of `value` over all ordered pairs of different places. */
export function overPairs<T>(values: readonly T[], value: (one: T, other: T) => number): number {
  return mean(values.flatMap((one, i) => values.flatMap((other, j) => (i === j ? [] : [value(one, other)]))));
}
