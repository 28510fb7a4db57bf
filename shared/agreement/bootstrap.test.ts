import { describe, expect, it } from 'vitest';
import { seededRandom } from '../kernel/random.ts';
import { bootstrapIntervals, estimateMean, percentileInterval } from './bootstrap.ts';
import { agreementByLabel, agreementByPair, estimatesOf } from './estimates.ts';
import { dice, estimateF1, f1, intersectionOverUnion, precision, recall } from './overlap.ts';

const resampling = () => ({ random: seededRandom(7) });

describe('bootstrap', () => {
  it('[BOOT1] takes the percentiles that R and numpy take', () => {
    // R: quantile(1:41, c(0.025, 0.975)) is 2 and 40
    expect(percentileInterval(Array.from({ length: 41 }, (_, at) => 41 - at))).toEqual({ low: 2, high: 40 });
    expect(percentileInterval([5])).toEqual({ low: 5, high: 5 });
    expect(percentileInterval([])).toBeUndefined();
  });

  it('[BOOT2] the interval of a mean is as wide as its standard error says', () => {
    const values = Array.from({ length: 400 }, (_, at) => at % 2);
    const found = estimateMean(values, { ...resampling(), resamples: 4000 });
    expect(found).toMatchObject({ value: 0.5, n: 400 });
    expect(found!.low).toBeCloseTo(0.5 - 1.96 * 0.025, 2);
    expect(found!.high).toBeCloseTo(0.5 + 1.96 * 0.025, 2);
  });

  it('[BOOT3] the same seed gives the same interval; each resample has as many units', () => {
    expect(estimateMean([1, 2, 3, 9], resampling())).toEqual(estimateMean([1, 2, 3, 9], resampling()));
    const sizes = new Set<number>();
    const sizeOf = (times: Uint32Array): number => times.reduce((sum, n) => sum + n, 0);
    bootstrapIntervals(5, (times) => [sizes.add(sizeOf(times)).size], resampling());
    expect([...sizes]).toEqual([5]);
    expect(estimateMean([], resampling())).toBeUndefined();
    expect(estimateMean([3], resampling())).toEqual({ value: 3, n: 1, low: 3, high: 3 });
  });
});

describe('estimates of a table', () => {
  const ratings = Array.from({ length: 60 }, (_, at) => [
    at % 3 === 0 ? 'cyst' : 'mass',
    at % 3 === 0 ? 'cyst' : at % 7 === 0 ? null : 'mass',
    at % 4 === 0 ? 'cyst' : 'mass',
  ]);

  it('[BOOT4] every pair of raters has its kappa, its n and an interval around it', () => {
    const pairs = agreementByPair({ ratings }, resampling());
    expect(pairs.map(({ a, b, n }) => [a, b, n])).toEqual([
      [0, 1, 54],
      [0, 2, 60],
      [1, 2, 54],
    ]);
    expect(pairs[0]!.kappa).toEqual({ value: 1, n: 54, low: 1, high: 1 });
    const second = pairs[1]!.kappa!;
    expect(second.low < second.value && second.value < second.high).toBe(true);
  });

  it('[BOOT4] every label and the whole table have theirs', () => {
    const labels = agreementByLabel({ ratings }, resampling());
    expect(labels.map(({ label, units }) => [label, units])).toEqual([
      ['cyst', 30],
      ['mass', 55],
    ]);
    expect(labels[0]!.kappa!.value).toBeCloseTo(labels[1]!.kappa!.value, 12);
    expect(labels.map(({ alpha }) => alpha?.value)).toEqual([labels[0]!.alpha?.value, labels[0]!.alpha?.value]); // two labels: each against the other
    expect(labels[0]!.alpha?.value).toBeCloseTo(estimatesOf({ ratings }, resampling()).krippendorffAlpha!.value, 12);
    const { krippendorffAlpha, percentAgreement } = estimatesOf({ ratings }, resampling());
    for (const found of [krippendorffAlpha!, percentAgreement!, labels[0]!.specific!]) {
      expect(found.n).toBe(60);
      expect(found.low < found.value && found.value < found.high).toBe(true);
    }
  });

  it('[AGREE3] nothing is estimated of nothing', () => {
    expect(agreementByPair({ ratings: [['a', null]] }, resampling())).toEqual([
      { a: 0, b: 1, n: 0, percentAgreement: undefined, kappa: undefined },
    ]);
    expect(agreementByLabel({ ratings: [] }, resampling())).toEqual([]);
    expect(Object.values(estimatesOf({ ratings: [] }, resampling())).filter((found) => found !== undefined)).toEqual(
      [],
    );
  });
});

describe('overlap', () => {
  it('[OVERLAP1] precision, recall and F1 count findings', () => {
    const matches = { both: 6, onlyFirst: 2, onlySecond: 4 };
    expect([precision(matches), recall(matches), f1(matches)]).toEqual([0.6, 0.75, 12 / 18]);
    const none = { both: 0, onlyFirst: 0, onlySecond: 0 };
    expect([precision(none), recall(none), f1(none)]).toEqual([undefined, undefined, undefined]);
  });

  it('[OVERLAP2] Dice and IoU of a 2 x 2 and a 3 x 2 square that holds it: 0.8 and 2/3', () => {
    const extents = { first: 4, second: 6, shared: 4 };
    expect([dice(extents), intersectionOverUnion(extents)]).toEqual([0.8, 4 / 6]);
    const empty = { first: 0, second: 0, shared: 0 };
    expect([dice(empty), intersectionOverUnion(empty)]).toEqual([undefined, undefined]);
    expect(dice({ first: 3, second: 0, shared: 0 })).toBe(0);
  });

  it('[OVERLAP3] F1 of many items pools their findings and resamples items', () => {
    const items = Array.from({ length: 30 }, (_, at) => ({ both: at % 3, onlyFirst: at % 2, onlySecond: 1 }));
    const found = estimateF1(items, resampling())!;
    expect(found).toMatchObject({ n: 30, value: 60 / (60 + 15 + 30) });
    expect(found.low < found.value && found.value < found.high).toBe(true);
    expect(estimateF1([{ both: 0, onlyFirst: 0, onlySecond: 0 }], resampling())).toBeUndefined();
  });
});
