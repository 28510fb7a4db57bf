import type { Random } from '../kernel/random.ts';

/** A figure, the number of units (items, pairs) it rests on, and its 95 % percentile bootstrap interval, ends included. */
export type Estimate = { readonly value: number; readonly n: number; readonly low: number; readonly high: number };

/** Where chance comes from, and how many resamples to draw (1000 when left out). */
export type Resampling = { readonly random: Random; readonly resamples?: number };

export type Interval = { readonly low: number; readonly high: number };

/**
 * 95 % percentile intervals of several statistics of the same units.
 * @param units how many units there are; each resample draws as many, with replacement
 * @param statistics gives the values when unit i counts `times[i]` times (the array is reused); `undefined` ones are left out
 * @returns one per statistic; `undefined` where no resample gave a value
 * @see Efron and Tibshirani 1993, section 13.3
 */
export function bootstrapIntervals(
  units: number,
  statistics: (times: Uint32Array) => readonly (number | undefined)[],
  { random, resamples = 1000 }: Resampling,
): readonly (Interval | undefined)[] {
  const times = new Uint32Array(units);
  const found: number[][] = [];
  for (let resample = 0; resample < resamples; resample++) {
    times.fill(0);
    for (let draw = 0; draw < units; draw++) times[Math.floor(random() * units)]! += 1;
    statistics(times).forEach((value, at) => {
      const values = (found[at] ??= []);
      if (value !== undefined) values.push(value);
    });
  }
  return found.map(percentileInterval);
}

/** The middle 95 % of the values, interpolated between neighbours; `undefined` of none. */
export function percentileInterval(values: readonly number[]): Interval | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Hyndman and Fan 1996, definition 7 (the default of R and numpy). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/** The value with its interval; `undefined` when either is not known. */
export function estimate(value: number | undefined, n: number, interval: Interval | undefined): Estimate | undefined {
  return value === undefined || interval === undefined ? undefined : { value, n, ...interval };
}

/** The mean of one number per unit; `undefined` of none. */
export function estimateMean(values: readonly number[], resampling: Resampling): Estimate | undefined {
  const sum = values.reduce((total, value) => total + value, 0);
  const [interval] = bootstrapIntervals(
    values.length,
    (times) => [values.length === 0 ? undefined : weightedSum(values, times) / values.length],
    resampling,
  );
  return values.length === 0 ? undefined : estimate(sum / values.length, values.length, interval);
}

/** Sum of value x times. */
export function weightedSum(values: readonly number[], times: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! * times[at]!;
  return sum;
}
