import type { CodedRatings } from './ratings.ts';
import { chanceAgreement, identityWeights, type Weights } from './weights.ts';
import { type Agreement, aboveChance } from './chance-corrected.ts';

/**
 * How often one rater said the row's category while the other said the column's: one entry per combination met,
 * so that measurements with a category per value take no square of memory.
 */
export type CrossTable = {
  readonly categories: number;
  readonly n: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly counts: Float64Array;
};

/** Cohen's kappa with its large-sample standard error and 95 % interval. */
export type CohenKappa = {
  readonly kappa: number;
  readonly n: number;
  readonly observed: number;
  readonly expected: number;
  /** Asymptotic, for kappas other than 0. @see Fleiss, Cohen and Everitt 1969, eq. 13 */
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
};

/** Counts the units that both raters rated. */
export function crossTable(ratings: CodedRatings, a: number, b: number): CrossTable {
  return crossUnits(ratings, a, b).table;
}

/** The cross table, and for each unit that both raters rated, in order, its entry in it. */
export function crossUnits(ratings: CodedRatings, a: number, b: number): { table: CrossTable; entryOf: Int32Array } {
  const categories = ratings.categories.length;
  const entryByCell = new Map<number, number>();
  const counts: number[] = [];
  const entryOf = new Int32Array(ratings.units);
  let n = 0;
  for (let unit = 0; unit < ratings.units; unit++) {
    const row = ratings.codes[unit * ratings.raters + a]!;
    const column = ratings.codes[unit * ratings.raters + b]!;
    if (row < 0 || column < 0) continue;
    const cell = row * categories + column;
    let entry = entryByCell.get(cell);
    if (entry === undefined) entryByCell.set(cell, (entry = counts.push(0) - 1));
    counts[entry]! += 1;
    entryOf[n++] = entry;
  }
  const cells = [...entryByCell.keys()];
  const rows = Int32Array.from(cells, (cell) => Math.floor(cell / categories));
  const columns = Int32Array.from(cells, (cell) => cell % categories);
  const table = { categories, n, rows, columns, counts: Float64Array.from(counts) };
  return { table, entryOf: entryOf.subarray(0, n) };
}

/** Agreement of two raters and what their own shares give by chance; `undefined` without common units. */
export function cohenAgreement(table: CrossTable, weights: Weights = identityWeights): Agreement | undefined {
  if (table.n === 0) return undefined;
  const { rows, columns } = margins(table);
  return { observed: meanOverUnits(table, weights), expected: chanceAgreement(weights, rows, columns) };
}

/**
 * Cohen's kappa of two raters, weighted if asked.
 * @returns `undefined` without common units, or where chance alone gives full agreement (0/0)
 * @see Cohen 1960; weighted: Cohen 1968; as SAS PROC FREQ prints it
 */
export function cohenKappa(table: CrossTable, weights: Weights = identityWeights): CohenKappa | undefined {
  const agreement = cohenAgreement(table, weights);
  const kappa = aboveChance(agreement);
  if (agreement === undefined || kappa === undefined) return undefined;
  const { n } = table;
  const { observed, expected } = agreement;
  const { rows, columns } = margins(table);
  const rowWeights = meanWeights(weights, columns);
  const columnWeights = meanWeights(weights, rows);
  const spread = meanOverUnits(
    table,
    (k, l) => (weights(k, l) - (rowWeights[k]! + columnWeights[l]!) * (1 - kappa)) ** 2,
  );
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / ((1 - expected) ** 2 * n);
  const standardError = Math.sqrt(Math.max(0, variance));
  const half = Z_95 * standardError;
  return { kappa, n, observed, expected, standardError, low: kappa - half, high: Math.min(1, kappa + half) };
}

/** The 97.5 % point of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/** The largest kappa that the two raters' marginal shares allow. @see Cohen 1960, p. 42 */
export function largestKappa(table: CrossTable): number | undefined {
  const { rows, columns } = margins(table);
  const observed = rows.reduce((sum, share, at) => sum + Math.min(share, columns[at]!), 0);
  return table.n === 0
    ? undefined
    : aboveChance({ observed, expected: chanceAgreement(identityWeights, rows, columns) });
}

/**
 * Kappa over its standard error were there no agreement above chance: standard normal in large samples.
 * @see Fleiss, Cohen and Everitt 1969, eq. 14
 */
export function kappaAgainstChance(table: CrossTable): number | undefined {
  const found = cohenKappa(table);
  if (found === undefined) return undefined;
  const { rows, columns } = margins(table);
  const skew = rows.reduce((sum, share, at) => sum + share * columns[at]! * (share + columns[at]!), 0);
  const variance = (found.expected + found.expected ** 2 - skew) / ((1 - found.expected) ** 2 * table.n);
  return variance > 1e-15 ? found.kappa / Math.sqrt(variance) : undefined;
}

/** The share of each category in what the row's rater said, and the column's. */
function margins({ categories, n, rows, columns, counts }: CrossTable): { rows: Float64Array; columns: Float64Array } {
  const ofRows = new Float64Array(categories);
  const ofColumns = new Float64Array(categories);
  for (let entry = 0; entry < counts.length; entry++) {
    ofRows[rows[entry]!]! += counts[entry]!;
    ofColumns[columns[entry]!]! += counts[entry]!;
  }
  return { rows: ofRows.map((count) => count / n), columns: ofColumns.map((count) => count / n) };
}

/** For each category the mean weight it has against the shares of the other rater. */
function meanWeights(weights: Weights, shares: Float64Array): Float64Array {
  if (weights === identityWeights) return shares;
  return shares.map((_, k) => shares.reduce((sum, share, l) => sum + share * weights(k, l), 0));
}

/** Mean of `value` over the units of the table. */
function meanOverUnits({ n, rows, columns, counts }: CrossTable, value: Weights): number {
  let sum = 0;
  for (let entry = 0; entry < counts.length; entry++) sum += counts[entry]! * value(rows[entry]!, columns[entry]!);
  return sum / n;
}
