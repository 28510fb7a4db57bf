import { describe, expect, it } from 'vitest';
import { alpha } from './krippendorff-alpha.ts';
import { cohenKappa, crossTable, kappaAgainstChance, largestKappa } from './cohen-kappa.ts';
import { codeRatings, type Rating } from './ratings.ts';
import { statisticsOf } from './statistics.ts';
import { tallyOf } from './tally.ts';

/** Units of two raters from their table of counts: row = what the first said, column = the second. */
const twoRaters = (counts: readonly (readonly number[])[]): Rating[][] =>
  counts.flatMap((row, a) => row.flatMap((n, b) => Array.from({ length: n }, () => [a + 1, b + 1])));

const cohen1960 = twoRaters([
  [88, 14, 18],
  [10, 40, 10],
  [2, 6, 12],
]);
/** The SAS PROC FREQ example that statsmodels prints in its tests. */
const sas = twoRaters([
  [0, 4, 1],
  [0, 8, 0],
  [0, 1, 5],
]);

/** Fleiss's worked example of 10 items and 14 raters, as counts per category. */
const fleissCounts = [
  [0, 0, 0, 0, 14],
  [0, 2, 6, 4, 2],
  [0, 0, 3, 5, 6],
  [0, 3, 9, 2, 0],
  [2, 2, 8, 1, 1],
  [7, 7, 0, 0, 0],
  [3, 2, 6, 3, 0],
  [2, 5, 3, 2, 2],
  [6, 5, 2, 1, 0],
  [0, 2, 2, 3, 7],
];
const fleiss = fleissCounts.map((row) => row.flatMap((n, at) => Array.from({ length: n }, () => at + 1)));

describe('two raters', () => {
  it('[KAPPA1] agrees with Cohen 1960, p. 45: kappa 0.492, expected 0.41, at most 0.831', () => {
    const table = crossTable(codeRatings({ ratings: cohen1960 }), 0, 1);
    const found = cohenKappa(table);
    expect(found?.n).toBe(200);
    expect(found?.observed).toBeCloseTo(0.7, 10);
    expect(found?.expected).toBeCloseTo(0.41, 10);
    expect(found?.kappa).toBeCloseTo(0.492, 3);
    expect(largestKappa(table)).toBeCloseTo(0.831, 3);
  });

  it('[KAPPA2] [KAPPA3] agrees with SAS PROC FREQ: kappa, error, interval, z and the linear kappa', () => {
    const ratings = codeRatings({ ratings: sas });
    const table = crossTable(ratings, 0, 1);
    const found = cohenKappa(table);
    expect([found?.kappa, found?.standardError, found?.low, found?.high].map((x) => x?.toFixed(4))).toEqual([
      '0.4842',
      '0.1380',
      '0.2137',
      '0.7547',
    ]);
    expect(kappaAgainstChance(table)).toBeCloseTo(3.2626, 4);
    const { statistics } = statisticsOf({ ratings: sas });
    expect(statistics.cohen_kappa_linear).toBeCloseTo(0.4701, 4);
    expect(statistics.cohen_kappa_linear_ase).toBeCloseTo(0.1457, 4);
    expect(statistics.cohen_kappa_quadratic).toBeCloseTo(0.4501608, 6);
  });

  it('[KAPPA1] rests on the units that both rated', () => {
    const ratings = codeRatings({
      ratings: [
        ['a', 'a'],
        ['b', null],
        [null, 'a'],
        ['b', 'b'],
        ['a', 'b'],
      ],
    });
    expect(cohenKappa(crossTable(ratings, 0, 1))).toMatchObject({
      n: 3,
      observed: 2 / 3,
      kappa: expect.closeTo(0.4, 12),
    });
  });

  it.each([
    ['nothing is rated', []],
    [
      'nothing is rated by both',
      [
        ['a', null],
        [null, 'a'],
      ],
    ],
    [
      'one category is all there is',
      [
        ['a', 'a'],
        ['a', 'a'],
      ],
    ],
  ] as [string, (Rating | null)[][]][])('[AGREE3] has no kappa when %s', (_, ratings) => {
    const coded = codeRatings({ ratings: ratings.length === 0 ? [[null, null]] : ratings });
    expect(cohenKappa(crossTable(coded, 0, 1))).toBeUndefined();
    expect(kappaAgainstChance(crossTable(coded, 0, 1))).toBeUndefined();
    expect(largestKappa(crossTable(coded, 0, 1))).toBeUndefined();
  });

  it('[KAPPA1] is 0, and there, when one rater always says the same', () => {
    expect(
      statisticsOf({
        ratings: [
          ['a', 'a'],
          ['a', 'b'],
        ],
      }).statistics.cohen_kappa,
    ).toBe(0);
  });
});

describe('many raters', () => {
  it('[KAPPA4] agrees with Fleiss’s worked example: kappa 0.210', () => {
    const { statistics } = statisticsOf({ ratings: fleiss });
    expect(statistics.fleiss_kappa).toBeCloseTo(0.20993, 5);
    expect(statistics.fleiss_observed_agreement).toBeCloseTo(0.378, 3);
    expect(statistics.fleiss_expected_agreement).toBeCloseTo(0.213, 3);
    expect(statistics.gwet_ac1).toBeCloseTo(0.22561, 5);
  });

  it('[KAPPA6] keeps Randolph 2005’s paradox: Fleiss -0.20, free-marginal 0.33', () => {
    const ratings = [
      ['yes', 'yes', 'yes'],
      ['yes', 'yes', 'no'],
      ['yes', 'yes', 'no'],
      ['yes', 'yes', 'yes'],
    ];
    const { statistics } = statisticsOf({ ratings });
    expect(statistics.fleiss_kappa).toBeCloseTo(-0.2, 10);
    expect(statistics.randolph_kappa).toBeCloseTo(1 / 3, 10);
    expect(statistics.brennan_prediger).toBe(statistics.randolph_kappa);
    expect(statistics).not.toHaveProperty('light_kappa'); // the first two raters never vary: 0/0
  });

  it('[AGREE5] alpha of 1 - weights and kappa of weights take any distance between categories', () => {
    const ratings = codeRatings({
      ratings: [
        ['a', 'b'],
        ['a', 'a'],
        ['c', 'b'],
      ],
    });
    const halves = (k: number, l: number): number => (k === l ? 0 : Math.abs(k - l) === 1 ? 0.5 : 1);
    // all distances seen are 0.5, 0, 0.5; n = 6 with a 3, b 2, c 1: expected 2 (3*2*0.5 + 3*1*1 + 2*1*0.5) = 14
    expect(alpha(tallyOf(ratings), halves)).toBeCloseTo(1 - (5 * 2) / 14, 12);
  });
});
