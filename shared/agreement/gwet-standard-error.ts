import { aboveChance, gwetAgreement, meanShares } from './chance-corrected.ts';
import type { CodedRatings } from './ratings.ts';
import type { Tally } from './tally.ts';

/**
 * Standard error of Gwet's AC1 over the sampling of units (an unlimited population); missing ratings allowed.
 * @returns `undefined` with fewer than two rated units, or where AC1 is
 * @see Gwet 2008, eq. 21; irrCAC gwet.ac1.raw
 */
export function gwetStandardError(ratings: CodedRatings, tally: Tally): number | undefined {
  const agreement = gwetAgreement(tally);
  const ac1 = aboveChance(agreement);
  if (agreement === undefined || ac1 === undefined || tally.unitsRated < 2) return undefined;
  const shares = meanShares(tally);
  const room = 1 - agreement.expected;
  const scale = tally.unitsRated / tally.unitsPaired;
  let squares = 0;
  for (let unit = 0; unit < ratings.units; unit++) {
    const found = unitAgreement(ratings, unit, shares);
    if (found === undefined) continue;
    const own = found.observed === undefined ? 0 : (scale * (found.observed - agreement.expected)) / room;
    const chance = found.undecided / (tally.categories - 1);
    squares += (own - (2 * (1 - ac1) * (chance - agreement.expected)) / room - ac1) ** 2;
  }
  return Math.sqrt(squares / (tally.unitsRated * (tally.unitsRated - 1)));
}

/** Share of agreeing pairs in one unit, and the mean of (1 - share) over its ratings; `undefined` when unrated. */
function unitAgreement({ raters, codes }: CodedRatings, unit: number, shares: Float64Array) {
  const present = codes.subarray(unit * raters, (unit + 1) * raters).filter((code) => code >= 0);
  const size = present.length;
  if (size === 0) return undefined;
  let agreeing = 0;
  for (let i = 1; i < size; i++) for (let j = 0; j < i; j++) if (present[i] === present[j]) agreeing++;
  const undecided = present.reduce((sum, code) => sum + 1 - shares[code]!, 0) / size;
  return { undecided, observed: size < 2 ? undefined : (2 * agreeing) / (size * (size - 1)) };
}
