import { describe, expect, it } from 'vitest';
import { type MarkedSpan, unitizingAlpha, unitizingDisagreement } from './unitizing-alpha.ts';

const span = (rater: number, start: number, end: number, label: string): MarkedSpan => ({ rater, start, end, label });
const continuum = { start: 150, end: 450, raters: 2 };
/** Krippendorff 2004, p. 254. */
const krippendorff2004 = [
  span(0, 225, 295, 'c'),
  span(0, 370, 400, 'c'),
  span(1, 220, 300, 'c'),
  span(1, 355, 375, 'c'),
  span(1, 400, 420, 'c'),
  span(0, 180, 240, 'k'),
  span(0, 300, 350, 'k'),
  span(1, 180, 240, 'k'),
  span(1, 300, 350, 'k'),
];

describe('alpha for spans', () => {
  it('[ALPHA5] agrees with Krippendorff 2004, p. 254: 0.0144 seen, 0.0532 expected, 0.859 over both labels', () => {
    const ofC = unitizingDisagreement(krippendorff2004, continuum, 'c')!;
    expect(ofC.observed).toBeCloseTo(0.0144, 4);
    expect(ofC.expected).toBeCloseTo(0.0532, 4);
    expect(1 - ofC.observed / ofC.expected).toBeCloseTo(0.7286, 4);
    expect(unitizingDisagreement(krippendorff2004, continuum, 'k')?.observed).toBe(0);
    expect(Math.abs(unitizingAlpha(krippendorff2004, continuum)! - 0.8591)).toBeLessThan(0.0005);
  });

  it('[ALPHA5] is the same for raters swapped and for the whole moved along', () => {
    const swapped = krippendorff2004.map((one) => ({ ...one, rater: 1 - one.rater }));
    const moved = krippendorff2004.map((one) => ({ ...one, start: one.start + 9, end: one.end + 9 }));
    const before = unitizingAlpha(krippendorff2004, continuum)!;
    expect(unitizingAlpha(swapped, continuum)).toBeCloseTo(before, 12);
    expect(unitizingAlpha(moved, { start: 159, end: 459, raters: 2 })).toBeCloseTo(before, 12);
  });

  it('[ALPHA5] [AGREE3] is undefined of nothing marked, of one rater and of an empty continuum', () => {
    expect(unitizingAlpha([], continuum)).toBeUndefined();
    expect(unitizingAlpha([span(0, 200, 210, 'a')], { ...continuum, raters: 1 })).toBeUndefined();
    expect(unitizingAlpha([span(0, 0, 0, 'a')], { start: 0, end: 0, raters: 2 })).toBeUndefined();
  });
});
