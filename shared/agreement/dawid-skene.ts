import type { CodedRatings } from './ratings.ts';

/** What is most likely true of each unit, and how each rater errs. Classes are the categories of the ratings, in their order. */
export type DawidSkene = {
  /** Share of units in each true class. */
  readonly prevalence: Float64Array;
  /** Per rater: probability of answering (column) when the truth is (row), row after row. A row nobody informs is even. */
  readonly errorRates: readonly Float64Array[];
  /** units x classes: probability of each true class. */
  readonly probabilities: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
};

/**
 * Maximum likelihood truth from several raters who err differently, by expectation-maximisation that starts from
 * the share of each response per unit; missing ratings allowed, a rater rates a unit at most once.
 * @returns `undefined` when nothing is rated
 * @see Dawid and Skene 1979, Appl Stat 28:20-28
 */
export function dawidSkene(ratings: CodedRatings, mostIterations = 5000): DawidSkene | undefined {
  const classes = ratings.categories.length;
  if (classes === 0) return undefined;
  const probabilities = responseShares(ratings);
  let fitted = maximise(ratings, probabilities);
  let logLikelihood = Number.NEGATIVE_INFINITY;
  for (let iterations = 1; ; iterations++) {
    const next = expect(ratings, fitted, probabilities);
    const gain = next - logLikelihood;
    logLikelihood = next;
    if (gain < 1e-10 || iterations === mostIterations) return { ...fitted, probabilities, logLikelihood, iterations };
    fitted = maximise(ratings, probabilities);
  }
}

/** Share of each response per unit; an unrated unit starts even. */
function responseShares({ units, raters, codes, categories }: CodedRatings): Float64Array {
  const classes = categories.length;
  const shares = new Float64Array(units * classes);
  for (let unit = 0; unit < units; unit++) {
    const present = codes.subarray(unit * raters, (unit + 1) * raters).filter((code) => code >= 0);
    if (present.length === 0) shares.fill(1 / classes, unit * classes, (unit + 1) * classes);
    for (const code of present) shares[unit * classes + code]! += 1 / present.length;
  }
  return shares;
}

type Fitted = Pick<DawidSkene, 'prevalence' | 'errorRates'>;

function maximise({ units, raters, codes, categories }: CodedRatings, probabilities: Float64Array): Fitted {
  const classes = categories.length;
  const prevalence = new Float64Array(classes);
  const errorRates = Array.from({ length: raters }, () => new Float64Array(classes * classes));
  for (let unit = 0; unit < units; unit++)
    for (let truth = 0; truth < classes; truth++) {
      const probability = probabilities[unit * classes + truth]!;
      prevalence[truth]! += probability / units;
      for (let rater = 0; rater < raters; rater++) {
        const code = codes[unit * raters + rater]!;
        if (code >= 0) errorRates[rater]![truth * classes + code]! += probability;
      }
    }
  for (const rates of errorRates)
    for (let row = 0; row < rates.length; row += classes) normalise(rates.subarray(row, row + classes));
  return { prevalence, errorRates };
}

/** Writes the probability of each class given the responses; gives the log-likelihood. */
function expect({ units, raters, codes }: CodedRatings, fitted: Fitted, probabilities: Float64Array): number {
  const classes = fitted.prevalence.length;
  const logPrevalence = fitted.prevalence.map(Math.log);
  const logRates = fitted.errorRates.map((rates) => rates.map(Math.log));
  let logLikelihood = 0;
  for (let unit = 0; unit < units; unit++) {
    const row = probabilities.subarray(unit * classes, (unit + 1) * classes);
    for (let truth = 0; truth < classes; truth++) {
      row[truth] = logPrevalence[truth]!;
      for (let rater = 0; rater < raters; rater++) {
        const code = codes[unit * raters + rater]!;
        if (code >= 0) row[truth]! += logRates[rater]![truth * classes + code]!;
      }
    }
    const most = row.reduce((a, b) => Math.max(a, b));
    for (let truth = 0; truth < classes; truth++) row[truth] = Math.exp(row[truth]! - most);
    logLikelihood += most + Math.log(normalise(row));
  }
  return logLikelihood;
}

/** Scales to a sum of 1 (even where all are 0); gives the sum before. */
function normalise(row: Float64Array): number {
  const sum = row.reduce((total, value) => total + value, 0);
  for (let at = 0; at < row.length; at++) row[at] = sum > 0 ? row[at]! / sum : 1 / row.length;
  return sum;
}
