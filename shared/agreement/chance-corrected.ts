import type { Tally } from './tally.ts';
import { chanceAgreement, identityWeights, totalWeight, type Weights } from './weights.ts';

/** Agreement seen and agreement to be expected by chance, both shares of all pairs. */
export type Agreement = { readonly observed: number; readonly expected: number };

/** (observed - expected) / (1 - expected); `undefined` where chance alone would give full agreement (0/0). */
export function aboveChance(agreement: Agreement | undefined): number | undefined {
  if (agreement === undefined || 1 - agreement.expected < SMALLEST_ROOM) return undefined;
  return (agreement.observed - agreement.expected) / (1 - agreement.expected);
}

/** Below this the room above chance is rounding, not data. */
const SMALLEST_ROOM = 1e-12;

/**
 * Share of agreeing pairs of ratings, averaged over the units with at least two ratings; weighted if asked.
 * `undefined` without such a unit.
 * @see Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., eq. 2.10 (irrCAC pa.coeff.raw)
 */
export function percentAgreement(tally: Tally, weights: Weights = identityWeights): number | undefined {
  if (tally.unitsPaired === 0) return undefined;
  const { first, second, byUnit } = tally.pairs;
  const agreeing = byUnit.reduce((sum, weight, at) => sum + weight * weights(first[at]!, second[at]!), 0);
  return agreeing / tally.unitsPaired;
}

/**
 * Fleiss' agreement: chance from the mean share of each category; missing ratings allowed as in irrCAC.
 * For two raters without missing ratings this is Scott's pi.
 * @see Fleiss 1971; Gwet 2014, eq. 2.14 and 2.15
 */
export function fleissAgreement(tally: Tally, weights: Weights = identityWeights): Agreement | undefined {
  return withChance(percentAgreement(tally, weights), () => chanceAgreement(weights, meanShares(tally)));
}

/**
 * Conger's agreement, Cohen's kappa for any number of raters: chance from each rater's own shares.
 * `undefined` when fewer than two raters rated anything.
 * @see Conger 1980; Gwet 2014, eq. 2.17
 */
export function congerAgreement(tally: Tally, weights: Weights = identityWeights): Agreement | undefined {
  const raters = sharesByRater(tally);
  const count = raters.length;
  if (count < 2) return undefined;
  return withChance(percentAgreement(tally, weights), () => {
    const summed = new Float64Array(tally.categories);
    for (const shares of raters) for (let at = 0; at < summed.length; at++) summed[at]! += shares[at]!;
    const own = raters.reduce((sum, shares) => sum + chanceAgreement(weights, shares), 0);
    return (chanceAgreement(weights, summed) - own) / (count * (count - 1));
  });
}

/**
 * Gwet's AC1 (AC2 when weighted): chance from how undecided the categories are.
 * `undefined` with fewer than two categories in use.
 * @see Gwet 2008, Br J Math Stat Psychol 61:29-48
 */
export function gwetAgreement(tally: Tally, weights: Weights = identityWeights): Agreement | undefined {
  const { categories } = tally;
  if (categories < 2) return undefined;
  const undecided = meanShares(tally).reduce((sum, share) => sum + share * (1 - share), 0);
  return withChance(
    percentAgreement(tally, weights),
    () => (totalWeight(weights, categories) * undecided) / (categories * (categories - 1)),
  );
}

/**
 * Brennan and Prediger's agreement, also Bennett's S (two raters) and Randolph's free-marginal kappa:
 * every category in use is equally likely by chance.
 * @see Brennan and Prediger 1981; Bennett, Alpert and Goldstein 1954; Randolph 2005
 */
export function brennanPredigerAgreement(tally: Tally, weights: Weights = identityWeights): Agreement | undefined {
  const { categories } = tally;
  return withChance(percentAgreement(tally, weights), () => totalWeight(weights, categories) / categories ** 2);
}

/** The mean share of each category over the rated units. */
export function meanShares(tally: Tally): Float64Array {
  return tally.shares.map((share) => share / tally.unitsRated);
}

function sharesByRater({ byRater, categories }: Tally): readonly Float64Array[] {
  if (categories === 0) return [];
  const rows = Array.from({ length: byRater.length / categories }, (_, rater) =>
    byRater.subarray(rater * categories, (rater + 1) * categories),
  );
  return rows.flatMap((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return total === 0 ? [] : [row.map((count) => count / total)];
  });
}

function withChance(observed: number | undefined, expected: () => number): Agreement | undefined {
  return observed === undefined ? undefined : { observed, expected: expected() };
}
