import { describe, expect, it } from 'vitest';
import { intervalAlpha, nominalAlpha, ordinalAlpha, ratioAlpha } from './krippendorff-alpha.ts';
import { codeRatings, type Rating } from './ratings.ts';
import { statisticsOf } from './statistics.ts';
import { tallyOf } from './tally.ts';

/** Krippendorff 2011, section C: four observers, twelve units, missing values. */
const krippendorff2011 = [
  [1, 1, null, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [null, 5, 5, 5],
  [null, null, 1, 1],
  [null, null, 3, null],
];

const alphasOf = (ratings: readonly (readonly (Rating | null)[])[]) => {
  const coded = codeRatings({ ratings });
  const tally = tallyOf(coded);
  const values = coded.values ?? new Float64Array(coded.categories.length);
  return [nominalAlpha(tally), ordinalAlpha(tally), intervalAlpha(tally, values), ratioAlpha(tally, values)];
};

describe('Krippendorff’s alpha', () => {
  it('[ALPHA1] [ALPHA2] [ALPHA3] [ALPHA4] agrees with Krippendorff 2011: 0.743, 0.815, 0.849, 0.797', () => {
    expect(alphasOf(krippendorff2011).map((value) => value?.toFixed(3))).toEqual(['0.743', '0.815', '0.849', '0.797']);
  });

  it('[GWET1] [GWET2] agrees with Gwet 2014 on the same table: AC1 0.77544, its error 0.14295', () => {
    const { statistics } = statisticsOf({ ratings: krippendorff2011 });
    expect(statistics.gwet_ac1).toBeCloseTo(0.77544, 5);
    expect(statistics.gwet_ac1_se).toBeCloseTo(0.14295, 5);
    expect(statistics.fleiss_kappa).toBeCloseTo(0.76117, 5);
    expect(statistics.conger_kappa).toBeCloseTo(0.76282, 5);
    expect(statistics.percent_agreement).toBeCloseTo(0.8181818, 6);
  });

  it.each([
    ['no unit', []],
    ['one rater', [['a'], ['b']]],
    ['nothing but missing ratings', [[null, null]]],
    [
      'no unit with two ratings',
      [
        ['a', null],
        [null, 'b'],
      ],
    ],
    [
      'one category',
      [
        ['a', 'a'],
        ['a', 'a'],
      ],
    ],
  ] as [string, (Rating | null)[][]][])('[AGREE3] has no alpha of %s', (_, ratings) => {
    expect(alphasOf(ratings)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('[ALPHA4] has no ratio alpha below zero, and takes two zeros as equal', () => {
    const { statistics } = statisticsOf({
      ratings: [
        [-1, 1],
        [2, 2],
      ],
    });
    expect(statistics).not.toHaveProperty('krippendorff_alpha_ratio');
    expect(
      statisticsOf({
        ratings: [
          [0, 0],
          [2, 2],
        ],
      }).statistics.krippendorff_alpha_ratio,
    ).toBe(1);
  });

  it('[ALPHA3] keeps its digits far from zero', () => {
    const near = statisticsOf({
      ratings: [
        [1, 2],
        [3, 3],
        [5, 4],
      ],
    }).statistics.krippendorff_alpha_interval;
    const far = statisticsOf({
      ratings: [
        [1e8 + 1, 1e8 + 2],
        [1e8 + 3, 1e8 + 3],
        [1e8 + 5, 1e8 + 4],
      ],
    });
    expect(far.statistics.krippendorff_alpha_interval).toBeCloseTo(near!, 9);
  });
});
