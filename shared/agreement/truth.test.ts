import { describe, expect, it } from 'vitest';
import { dawidSkene } from './dawid-skene.ts';
import { codeRatings } from './ratings.ts';
import { staple } from './staple.ts';

/** Two raters who always agree and a third who errs on one unit in three. */
const small = [
  [1, 1, 1],
  [1, 1, 2],
  [2, 2, 2],
  [2, 2, 1],
  [1, 1, 1],
  [2, 2, 2],
];

describe('Dawid and Skene', () => {
  it('[TRUTH1] follows the two raters who agree, and tells how the third errs', () => {
    const found = dawidSkene(codeRatings({ ratings: small }));
    expect(Array.from(found!.probabilities, Math.round)).toEqual([1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 1]);
    expect(Array.from(found!.prevalence, (share) => Number(share.toFixed(3)))).toEqual([0.5, 0.5]);
    expect(Array.from(found!.errorRates[2]!, (rate) => Number(rate.toFixed(3)))).toEqual([0.667, 0.333, 0.333, 0.667]);
    expect(found!.logLikelihood).toBeCloseTo(6 * Math.log(1 / 2) + 4 * Math.log(2 / 3) + 2 * Math.log(1 / 3), 6);
  });

  it('[TRUTH1] gives an unrated unit the prevalence, and nothing where nobody rated', () => {
    const found = dawidSkene(codeRatings({ ratings: [...small, [null, null, null]] }));
    expect(Array.from(found!.probabilities.slice(12))).toEqual(
      Array.from(found!.prevalence, (x) => expect.closeTo(x, 6)),
    );
    expect(dawidSkene(codeRatings({ ratings: [[null]] }))).toBeUndefined();
    expect(dawidSkene(codeRatings({ ratings: [] }))).toBeUndefined();
  });

  it('[TRUTH1] one category, or one rater, is taken at its word', () => {
    expect(Array.from(dawidSkene(codeRatings({ ratings: [['a'], ['a']] }))!.probabilities)).toEqual([1, 1]);
    expect(Array.from(dawidSkene(codeRatings({ ratings: [['a'], ['b']] }))!.probabilities)).toEqual([1, 0, 0, 1]);
  });
});

describe('STAPLE', () => {
  it('[TRUTH2] differs from the majority as in the published example of six raters and eight voxels', () => {
    const marks = ['00000110', '00001111', '11101111', '00001110', '01000111', '00110011'];
    const found = staple(marks.map((row) => Uint8Array.from(row, Number)));
    for (const [voxel, expected] of [0, 0, 0, 0, 1, 1, 1, 1].entries())
      expect(Math.abs(found!.probabilities[voxel]! - expected)).toBeLessThan(1e-7);
  });

  it('[TRUTH2] nothing marked is nothing; everything marked is everything; no rater is no answer', () => {
    expect(Array.from(staple([new Uint8Array(3), new Uint8Array(3)])!.probabilities)).toEqual([0, 0, 0]);
    expect(Array.from(staple([new Uint8Array(3).fill(1)])!.probabilities)).toEqual([1, 1, 1]);
    expect(staple([])).toBeUndefined();
    expect(staple([new Uint8Array(0)])).toBeUndefined();
    expect(() => staple([new Uint8Array(2), new Uint8Array(3)])).toThrow('same voxels');
  });
});
