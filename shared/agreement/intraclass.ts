/** Intraclass correlations: model 1 one-way, 2 two-way random (agreement), 3 two-way mixed (consistency); of one rater or the mean of all k. */
export type Intraclass = Readonly<Record<`icc_${1 | 2 | 3}_${'1' | 'k'}`, number | undefined>>;

/**
 * Intraclass correlations of a complete table of numbers; each `undefined` where it is 0/0.
 * @param values units x raters, row after row @param units at least 2 @param raters at least 2
 * @see Shrout and Fleiss 1979, Psychol Bull 86:420-428
 */
export function intraclass(values: Float64Array, units: number, raters: number): Intraclass | undefined {
  if (units < 2 || raters < 2) return undefined;
  const { between, within, error, ofRaters } = meanSquares(values, units, raters);
  const k = raters;
  return {
    icc_1_1: ratio(between - within, between + (k - 1) * within),
    icc_2_1: ratio(between - error, between + (k - 1) * error + (k * (ofRaters - error)) / units),
    icc_3_1: ratio(between - error, between + (k - 1) * error),
    icc_1_k: ratio(between - within, between),
    icc_2_k: ratio(between - error, between + (ofRaters - error) / units),
    icc_3_k: ratio(between - error, between),
  };
}

/** Mean squares of the two-way analysis of variance without repetition. */
function meanSquares(values: Float64Array, units: number, raters: number) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const byUnit = new Float64Array(units);
  const byRater = new Float64Array(raters);
  let total = 0;
  values.forEach((value, at) => {
    byUnit[Math.floor(at / raters)]! += (value - mean) / raters;
    byRater[at % raters]! += (value - mean) / units;
    total += (value - mean) ** 2;
  });
  const unitSquares = raters * byUnit.reduce((sum, effect) => sum + effect ** 2, 0);
  const raterSquares = units * byRater.reduce((sum, effect) => sum + effect ** 2, 0);
  return {
    between: unitSquares / (units - 1),
    within: (total - unitSquares) / (units * (raters - 1)),
    ofRaters: raterSquares / (raters - 1),
    error: (total - unitSquares - raterSquares) / ((units - 1) * (raters - 1)),
  };
}

function ratio(above: number, below: number): number | undefined {
  return Math.abs(below) < 1e-12 ? undefined : above / below;
}

/**
 * Kendall's coefficient of concordance, corrected for ties: how alike raters rank the units, 0 to 1.
 * @param values units x raters, row after row; complete
 * @returns `undefined` with fewer than two units or raters, or when nobody ranks one unit above another
 * @see Kendall and Babington Smith 1939; ties as in Siegel and Castellan 1988, eq. 9.18
 */
export function kendallW(values: Float64Array, units: number, raters: number): number | undefined {
  if (units < 2 || raters < 2) return undefined;
  const sums = new Float64Array(units);
  let ties = 0;
  for (let rater = 0; rater < raters; rater++) {
    const column = Float64Array.from({ length: units }, (_, unit) => values[unit * raters + rater]!);
    ties += addRanks(column, sums);
  }
  const mean = (raters * (units + 1)) / 2;
  const squares = sums.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  return ratio(12 * squares, raters ** 2 * (units ** 3 - units) - raters * ties);
}

/** Adds the ranks (ties share their mean) to `sums`; gives the sum of t^3 - t over groups of t ties. */
function addRanks(column: Float64Array, sums: Float64Array): number {
  const order = Array.from(column.keys()).sort((a, b) => column[a]! - column[b]!);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && column[order[to]!] === column[order[from]!]) to++;
    for (let at = from; at < to; at++) sums[order[at]!]! += (from + 1 + to) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return ties;
}
