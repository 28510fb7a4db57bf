import { describe, expect, it } from 'vitest';
import type { Rating } from './ratings.ts';
import { statisticsOf } from './statistics.ts';

describe('statistics of a table', () => {
  it.each([
    ['an empty table', [], 0],
    ['one rater', [['a'], ['b']], 1],
    ['only missing ratings', [[null, null, null]], 3],
  ] as [string, (Rating | null)[][], number][])('[AGREE3] gives no statistic of %s', (_, ratings, raters) => {
    const found = statisticsOf({ ratings });
    expect(found).toMatchObject({ raters, units: ratings.length });
    expect(Object.keys(found.statistics).filter((name) => !name.startsWith('category_'))).toEqual([]);
  });

  it('[AGREE3] one category for all: full percent agreement, nothing that is above chance', () => {
    expect(
      statisticsOf({
        ratings: [
          ['a', 'a'],
          ['a', 'a'],
        ],
      }).statistics,
    ).toEqual({
      percent_agreement: 1,
      fleiss_observed_agreement: 1,
      fleiss_expected_agreement: 1,
    });
  });

  it('[AGREE4] two raters: Cohen; three: none of Cohen, Scott, Bennett', () => {
    const names = (ratings: Rating[][]) => Object.keys(statisticsOf({ ratings }).statistics);
    const ofTwo = ['cohen_kappa', 'scott_pi', 'bennett_s'];
    expect(
      names([
        ['a', 'a'],
        ['b', 'b'],
        ['a', 'b'],
      ]),
    ).toEqual(expect.arrayContaining(ofTwo));
    const ofThree = names([
      ['a', 'a', 'a'],
      ['b', 'b', 'a'],
      ['a', 'b', 'b'],
    ]);
    expect(ofThree.filter((name) => ofTwo.includes(name) || name.startsWith('cohen'))).toEqual([]);
  });

  it('[AGREE4] text, and yes/no, have no ordinal, interval, ratio or intraclass figure', () => {
    for (const ratings of [
      [
        ['1', '2'],
        ['2', '2'],
        ['1', '1'],
      ],
      [
        [true, false],
        [true, true],
        [false, false],
      ],
    ]) {
      const names = Object.keys(statisticsOf({ ratings }).statistics);
      expect(names.filter((name) => /ordinal|interval|ratio|linear|quadratic|icc|kendall/.test(name))).toEqual([]);
      expect(names).toContain('krippendorff_alpha_nominal');
    }
  });

  it('[AGREE4] a missing rating leaves out what needs a complete table, and only that', () => {
    const { statistics } = statisticsOf({
      ratings: [
        [1, 2, 1],
        [2, 2, 2],
        [3, null, 3],
        [1, 1, 2],
      ],
    });
    expect(Object.keys(statistics).filter((name) => /icc|kendall|light|exact|kappa_standard/.test(name))).toEqual([]);
    expect(Object.keys(statistics)).toEqual(expect.arrayContaining(['fleiss_kappa', 'krippendorff_alpha_interval']));
  });

  it('[AGREE1] counts a short row and NaN as missing', () => {
    const short = statisticsOf({ ratings: [[1, 1], [2], [2, 2], [1, Number.NaN]] });
    expect(short).toEqual(
      statisticsOf({
        ratings: [
          [1, 1],
          [2, null],
          [2, 2],
          [1, null],
        ],
      }),
    );
  });

  it('[AGREE1] keeps 1, "1" and true apart', () => {
    expect(
      statisticsOf({
        ratings: [
          [1, '1'],
          [true, 1],
        ],
      }).statistics.percent_agreement,
    ).toBe(0);
  });

  it('[AGREE7] thousands of different measurements take no square of memory', () => {
    const ratings = Array.from({ length: 3000 }, (_, at) => [at + 0.1, at + 0.2, at + 0.3]);
    const { statistics } = statisticsOf({ ratings });
    expect(statistics.percent_agreement).toBe(0);
    expect(statistics.icc_3_1).toBeCloseTo(1, 9);
    expect(statistics.light_kappa).toBe(0);
    expect(statistics).not.toHaveProperty('conger_kappa_linear');
  });
});
