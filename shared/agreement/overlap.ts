import { bootstrapIntervals, type Estimate, estimate, type Resampling, weightedSum } from './bootstrap.ts';

/** Findings of two annotators once paired: found by both, by the first alone, by the second alone. */
export type Matches = { readonly both: number; readonly onlyFirst: number; readonly onlySecond: number };

/** Sizes (pixels, characters, mm2) of two extents and of what they share. */
export type Extents = { readonly first: number; readonly second: number; readonly shared: number };

/** Share of the second annotator's findings that the first (the reference) has too; `undefined` when it found none. */
export const precision = ({ both, onlySecond }: Matches): number | undefined => share(both, both + onlySecond);

/** Share of the first annotator's (the reference's) findings that the second has too; `undefined` when it found none. */
export const recall = ({ both, onlyFirst }: Matches): number | undefined => share(both, both + onlyFirst);

/**
 * F1, the same whichever annotator is the reference; `undefined` when neither found anything:
 * two empty readings agree, but that is told by the agreement on presence, not by 0/0.
 * @see Hripcsak and Rothschild 2005, J Am Med Inform Assoc 12:296-298 (F1 as agreement without negatives)
 */
export const f1 = ({ both, onlyFirst, onlySecond }: Matches): number | undefined =>
  share(2 * both, 2 * both + onlyFirst + onlySecond);

/** Dice coefficient of two extents, 0 to 1; `undefined` when both are empty. @see Dice 1945 */
export const dice = ({ first, second, shared }: Extents): number | undefined => share(2 * shared, first + second);

/** Intersection over union of two extents, 0 to 1; `undefined` when both are empty. @see Jaccard 1912 */
export const intersectionOverUnion = ({ first, second, shared }: Extents): number | undefined =>
  share(shared, first + second - shared);

/**
 * F1 over all findings of many items together, items resampled; n counts the items.
 * `undefined` when nobody found anything in any.
 */
export function estimateF1(items: readonly Matches[], resampling: Resampling): Estimate | undefined {
  const both = items.map((item) => item.both);
  const onlyFirst = items.map((item) => item.onlyFirst);
  const onlySecond = items.map((item) => item.onlySecond);
  const f1Of = (times: Uint32Array): number | undefined =>
    f1({
      both: weightedSum(both, times),
      onlyFirst: weightedSum(onlyFirst, times),
      onlySecond: weightedSum(onlySecond, times),
    });
  const [interval] = bootstrapIntervals(items.length, (times) => [f1Of(times)], resampling);
  return estimate(f1Of(new Uint32Array(items.length).fill(1)), items.length, interval);
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
