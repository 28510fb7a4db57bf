import { describe, expect, it } from 'vitest';
import { intraclass, kendallW } from './intraclass.ts';

/** Shrout and Fleiss 1979, table 2: 6 targets, 4 judges. */
const shroutFleiss = Float64Array.of(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7);

describe('intraclass correlation', () => {
  it('[ICC1] agrees with Shrout and Fleiss 1979, table 4', () => {
    const found = Object.entries(intraclass(shroutFleiss, 6, 4) ?? {}).map(([name, value]) => [
      name,
      value?.toFixed(2),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      icc_1_1: '0.17',
      icc_2_1: '0.29',
      icc_3_1: '0.71',
      icc_1_k: '0.44',
      icc_2_k: '0.62',
      icc_3_k: '0.91',
    });
  });

  it('[ICC1] [AGREE3] needs two units, two raters and some spread', () => {
    expect(intraclass(Float64Array.of(1, 2), 1, 2)).toBeUndefined();
    expect(intraclass(Float64Array.of(1, 2), 2, 1)).toBeUndefined();
    expect(Object.values(intraclass(new Float64Array(6).fill(3), 3, 2) ?? { none: 1 })).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});

describe('Kendall’s W', () => {
  it('[ICC2] agrees with R irr on the judges of Shrout and Fleiss, ties corrected: 0.887', () => {
    expect(kendallW(shroutFleiss, 6, 4)).toBeCloseTo(0.887037, 6);
  });

  it('[ICC2] is 1 for equal orders and undefined when nobody orders', () => {
    expect(kendallW(Float64Array.of(1, 10, 2, 20, 3, 30), 3, 2)).toBeCloseTo(1, 12);
    expect(kendallW(new Float64Array(6), 3, 2)).toBeUndefined();
    expect(kendallW(Float64Array.of(1), 1, 1)).toBeUndefined();
  });
});
