import { nominalAlpha } from '@consilium/shared/agreement/krippendorff-alpha.ts';
import { codeRatings } from '@consilium/shared/agreement/ratings.ts';
import { tallyOf } from '@consilium/shared/agreement/tally.ts';
import type { Row } from '@consilium/shared/consensus/comparison.ts';

/** The category of a reader who looked and marked nothing. */
export const nothing = '';

/**
 * Krippendorff's alpha, nominal, over the findings of one case.
 * @param settled row id to the label that all now agree on (`nothing`: no finding) (SESS9); none: the readings as they were
 * @returns at most 1; `undefined` where there is nothing to compare, or nothing varies
 * @see Krippendorff 2011, section C; the same figure as `krippendorff_alpha_nominal` of the comparison
 */
export function caseAlpha(
  rows: readonly Row[],
  readers: readonly string[],
  settled: ReadonlyMap<string, string> = new Map(),
): number | undefined {
  const ratings = rows.flatMap((row) => {
    if (row.subject !== 'finding') return [];
    const agreed = settled.get(row.id);
    return [
      readers.map((reader) => agreed ?? row.sides.find((side) => side.reader === reader)?.annotation.label ?? nothing),
    ];
  });
  return nominalAlpha(tallyOf(codeRatings({ ratings })));
}
