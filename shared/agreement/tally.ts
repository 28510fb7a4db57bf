import type { CodedRatings } from './ratings.ts';

/** Everything that the chance-corrected coefficients need to know of a table, counted in one pass. */
export type Tally = {
  readonly categories: number;
  /** Units with at least one rating, and with at least two. */
  readonly unitsRated: number;
  readonly unitsPaired: number;
  /** Sum over rated units of the share of that unit's ratings in each category. */
  readonly shares: Float64Array;
  /** Ratings per category in units with at least two ratings (Krippendorff's n_c), and their sum. */
  readonly pairable: Float64Array;
  readonly pairableTotal: number;
  /** Ratings per rater and category: row after row, one per rater. */
  readonly byRater: Float64Array;
  readonly pairs: PairTally;
};

/** The pairs of ratings within units, one entry per pair of categories met, both orders together. */
export type PairTally = {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weighted 1 / (m (m - 1)) in a unit of m ratings: sums to `unitsPaired`. */
  readonly byUnit: Float64Array;
  /** Weighted 1 / (m - 1): Krippendorff's coincidences, sums to `pairableTotal`. */
  readonly byValue: Float64Array;
};

/**
 * Counts a table.
 * @param times how often each unit counts (a bootstrap resample); every unit once when left out
 */
export function tallyOf(ratings: CodedRatings, times?: Uint32Array): Tally {
  const { units, raters, codes } = ratings;
  const categories = ratings.categories.length;
  const shares = new Float64Array(categories);
  const pairable = new Float64Array(categories);
  const byRater = new Float64Array(raters * categories);
  const pairs = categories <= DENSE_CATEGORIES ? densePairs(categories) : listedPairs();
  const present = new Int32Array(raters);
  let unitsRated = 0;
  let unitsPaired = 0;
  let pairableTotal = 0;
  for (let unit = 0; unit < units; unit++) {
    const count = times === undefined ? 1 : times[unit]!;
    if (count === 0) continue;
    let size = 0;
    for (let rater = 0; rater < raters; rater++) {
      const code = codes[unit * raters + rater]!;
      if (code < 0) continue;
      present[size++] = code;
      byRater[rater * categories + code]! += count;
    }
    if (size === 0) continue;
    unitsRated += count;
    for (let at = 0; at < size; at++) shares[present[at]!]! += count / size;
    if (size < 2) continue;
    unitsPaired += count;
    pairableTotal += count * size;
    for (let at = 0; at < size; at++) pairable[present[at]!]! += count;
    pairs.add(present, size, count);
  }
  return { categories, unitsRated, unitsPaired, shares, pairable, pairableTotal, byRater, pairs: pairs.total() };
}

/** Up to here pairs are summed in a square table; beyond it (measurements, not labels) they are listed one by one. */
const DENSE_CATEGORIES = 512;

type PairCounter = { add(codes: Int32Array, size: number, count: number): void; total(): PairTally };

function densePairs(categories: number): PairCounter {
  const byUnit = new Float64Array(categories * categories);
  const byValue = new Float64Array(categories * categories);
  return {
    add(codes, size, count) {
      const value = (2 * count) / (size - 1);
      const unit = value / size;
      for (let i = 1; i < size; i++) {
        const row = codes[i]! * categories;
        for (let j = 0; j < i; j++) {
          const cell = row + codes[j]!;
          byUnit[cell]! += unit;
          byValue[cell]! += value;
        }
      }
    },
    total() {
      const cells = Int32Array.from(byUnit.keys()).filter((cell) => byUnit[cell]! > 0);
      return {
        first: cells.map((cell) => Math.floor(cell / categories)),
        second: cells.map((cell) => cell % categories),
        byUnit: Float64Array.from(cells, (cell) => byUnit[cell]!),
        byValue: Float64Array.from(cells, (cell) => byValue[cell]!),
      };
    },
  };
}

function listedPairs(): PairCounter {
  const first: number[] = [];
  const second: number[] = [];
  const byUnit: number[] = [];
  const byValue: number[] = [];
  return {
    add(codes, size, count) {
      for (let i = 1; i < size; i++)
        for (let j = 0; j < i; j++) {
          first.push(codes[i]!);
          second.push(codes[j]!);
          byUnit.push((2 * count) / (size * (size - 1)));
          byValue.push((2 * count) / (size - 1));
        }
    },
    total: () => ({
      first: Int32Array.from(first),
      second: Int32Array.from(second),
      byUnit: Float64Array.from(byUnit),
      byValue: Float64Array.from(byValue),
    }),
  };
}
