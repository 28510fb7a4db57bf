import type { Tally } from './tally.ts';

/** Squared difference of two categories by their index: 0 when equal, symmetric. */
export type Difference = (category: number, other: number) => number;

/**
 * Krippendorff's alpha for nominal labels, any number of raters, missing ratings allowed.
 * @returns at most 1; `undefined` without two pairable values that differ (0/0)
 * @see Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C
 */
export function nominalAlpha(tally: Tally): number | undefined {
  const { pairable, pairableTotal } = tally;
  const expected = pairable.reduce((sum, count) => sum + count * (pairableTotal - count), 0);
  return alphaOf(tally, (category, other) => (category === other ? 0 : 1), expected);
}

/**
 * Alpha for numbers on an interval scale: squared differences.
 * @param values the categories as numbers @see Krippendorff 2011, section E
 */
export function intervalAlpha(tally: Tally, values: Float64Array): number | undefined {
  const { pairable, pairableTotal } = tally;
  const mean = values.reduce((sum, value, at) => sum + value * pairable[at]!, 0) / pairableTotal;
  const spread = values.reduce((sum, value, at) => sum + pairable[at]! * (value - mean) ** 2, 0);
  return alphaOf(tally, (category, other) => (values[category]! - values[other]!) ** 2, 2 * pairableTotal * spread);
}

/**
 * Alpha for ranks: the squared number of values between two categories, each end counted half,
 * which is interval alpha on the mid-ranks. Categories must be in ascending order. @see Krippendorff 2011, section D
 */
export function ordinalAlpha(tally: Tally): number | undefined {
  let below = 0;
  const midRanks = tally.pairable.map((count) => {
    below += count;
    return below - count / 2;
  });
  return intervalAlpha(tally, midRanks);
}

/**
 * Alpha for numbers with a true zero: ((x - y) / (x + y))^2; `undefined` when a value is negative.
 * Takes time with the square of the distinct values. @see Krippendorff 2011, section F
 */
export function ratioAlpha(tally: Tally, values: Float64Array): number | undefined {
  if (values.some((value) => value < 0)) return undefined;
  return alpha(tally, (category, other) => {
    const [x, y] = [values[category]!, values[other]!];
    return x === y ? 0 : ((x - y) / (x + y)) ** 2;
  });
}

/** Alpha for any squared difference between categories; for weights w as in irrCAC, give 1 - w. */
export function alpha(tally: Tally, difference: Difference): number | undefined {
  const { pairable } = tally;
  let expected = 0;
  for (let k = 1; k < pairable.length; k++)
    for (let l = 0; l < k; l++) expected += 2 * pairable[k]! * pairable[l]! * difference(k, l);
  return alphaOf(tally, difference, expected);
}

function alphaOf({ pairs, pairableTotal }: Tally, difference: Difference, expected: number): number | undefined {
  if (!(expected > 0)) return undefined;
  const { first, second, byValue } = pairs;
  const observed = byValue.reduce((sum, weight, at) => sum + weight * difference(first[at]!, second[at]!), 0);
  return 1 - ((pairableTotal - 1) * observed) / expected;
}
