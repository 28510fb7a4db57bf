/** What one rater said of one unit: a label, a number or yes/no. */
export type Rating = string | number | boolean;

/** Units x raters; `null` (or a row that ends early) where a rater gave no rating. */
export type RatingsTable = { readonly ratings: readonly (readonly (Rating | null)[])[] };

/** A ratings table as small whole numbers, coded once and shared by every statistic. */
export type CodedRatings = {
  readonly units: number;
  readonly raters: number;
  /** Every rating that occurs, numbers ascending, then everything else in code point order. */
  readonly categories: readonly Rating[];
  /** units x raters: index into `categories`, or -1 where missing. */
  readonly codes: Int32Array;
  /** The categories as numbers, or `undefined` where one of them is not a finite number. */
  readonly values: Float64Array | undefined;
};

/** Codes a table; `NaN` counts as missing, and `1`, `'1'` and `true` are three categories. */
export function codeRatings(table: RatingsTable): CodedRatings {
  const units = table.ratings.length;
  const raters = table.ratings.reduce((most, row) => Math.max(most, row.length), 0);
  const codes = new Int32Array(units * raters).fill(-1);
  const codeByRating = new Map<Rating, number>();
  for (let unit = 0; unit < units; unit++) codeUnit(table.ratings[unit]!, codes, unit * raters, codeByRating);
  const found = [...codeByRating.keys()];
  const categories = found.toSorted(inCategoryOrder);
  const rank = new Map(categories.map((category, at) => [category, at]));
  const rankOf = Int32Array.from(found, (category) => rank.get(category)!);
  for (let at = 0; at < codes.length; at++) if (codes[at]! >= 0) codes[at] = rankOf[codes[at]!]!;
  return { units, raters, categories, codes, values: numbersOf(categories) };
}

function codeUnit(row: readonly (Rating | null)[], codes: Int32Array, from: number, seen: Map<Rating, number>): void {
  for (let rater = 0; rater < row.length; rater++) {
    const rating = row[rater];
    if (rating === null || rating === undefined || Number.isNaN(rating)) continue;
    let code = seen.get(rating);
    if (code === undefined) seen.set(rating, (code = seen.size));
    codes[from + rater] = code;
  }
}

function inCategoryOrder(a: Rating, b: Rating): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  const [first, second] = [String(a), String(b)];
  if (first === second) return typeof a === 'string' ? -1 : 1;
  return first < second ? -1 : 1;
}

function numbersOf(categories: readonly Rating[]): Float64Array | undefined {
  const isNumeric = categories.every((category) => typeof category === 'number' && Number.isFinite(category));
  return isNumeric ? Float64Array.from(categories, Number) : undefined;
}

/** Whether every rater rated every unit; false for a table without units or raters. */
export function isComplete(ratings: CodedRatings): boolean {
  return ratings.codes.length > 0 && !ratings.codes.includes(-1);
}

/** Only these raters, in this order, with the categories of the whole table. */
export function ofRaters(ratings: CodedRatings, raters: readonly number[]): CodedRatings {
  const codes = new Int32Array(ratings.units * raters.length);
  for (let unit = 0; unit < ratings.units; unit++)
    for (let at = 0; at < raters.length; at++)
      codes[unit * raters.length + at] = ratings.codes[unit * ratings.raters + raters[at]!]!;
  return { ...ratings, raters: raters.length, codes };
}
