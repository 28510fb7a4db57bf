import { aboveChance, meanShares } from './chance-corrected.ts';
import type { Tally } from './tally.ts';

/**
 * Fleiss' kappa of one category against all others; missing ratings allowed.
 * `undefined` where nobody, or everybody always, used it.
 * @param category its index @see Fleiss 1971, eq. 23
 */
export function categoryKappa(tally: Tally, category: number): number | undefined {
  if (tally.unitsPaired === 0) return undefined;
  const share = meanShares(tally)[category]!;
  const { first, second, byUnit } = tally.pairs;
  const differing = byUnit.reduce(
    (sum, weight, at) => ((first[at] === category) === (second[at] === category) ? sum : sum + weight),
    0,
  );
  return aboveChance({ observed: 1 - differing / tally.unitsPaired, expected: share ** 2 + (1 - share) ** 2 });
}

/**
 * Of the ratings in one category, the share that another rater of the unit repeats: F1 for two raters.
 * `undefined` where nobody used it on a unit with two ratings.
 * @see Cicchetti and Feinstein 1990 (positive agreement); Uebersax 1982
 */
export function specificAgreement(tally: Tally, category: number): number | undefined {
  const used = tally.pairable[category]!;
  const { first, second, byValue } = tally.pairs;
  const repeated = byValue.reduce(
    (sum, weight, at) => (first[at] === category && second[at] === category ? sum + weight : sum),
    0,
  );
  return used === 0 ? undefined : repeated / used;
}

/**
 * Standard error of Fleiss' kappa as he published it, for tables without missing ratings.
 * @param raters ratings per unit, at least 2 @see Fleiss 1971, eq. 12
 */
export function fleissStandardError(tally: Tally, raters: number): number | undefined {
  const shares = meanShares(tally);
  const expected = shares.reduce((sum, share) => sum + share ** 2, 0);
  const cubes = shares.reduce((sum, share) => sum + share ** 3, 0);
  if (tally.unitsPaired === 0 || 1 - expected < 1e-12) return undefined;
  const spread = expected - (2 * raters - 3) * expected ** 2 + 2 * (raters - 2) * cubes;
  const variance = (2 / (tally.unitsPaired * raters * (raters - 1))) * (spread / (1 - expected) ** 2);
  return variance < 0 ? undefined : Math.sqrt(variance);
}
