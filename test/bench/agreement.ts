import {
  aboveChance,
  congerAgreement,
  fleissAgreement,
  gwetAgreement,
  percentAgreement,
} from '@consilium/shared/agreement/chance-corrected.ts';
import { estimatesOf } from '@consilium/shared/agreement/estimates.ts';
import { nominalAlpha } from '@consilium/shared/agreement/krippendorff-alpha.ts';
import { codeRatings, type RatingsTable } from '@consilium/shared/agreement/ratings.ts';
import { statisticsOf } from '@consilium/shared/agreement/statistics.ts';
import { tallyOf } from '@consilium/shared/agreement/tally.ts';
import { seededRandom } from '@consilium/shared/kernel/random.ts';
import { alpha } from 'krippendorff';
import { atMost, type BenchRow } from './row.ts';

/** Agreement of 6 raters on 20,000 units, some ratings missing, against npm `krippendorff`. Milliseconds are medians. */
export function agreementRows(): readonly BenchRow[] {
  const table = sampleRatings(20_000, 6);
  const byRater = Array.from({ length: 6 }, (_, rater) => table.ratings.map((row) => row[rater] ?? undefined)) as (
    | number
    | undefined
  )[][]; // the sample holds numbers only
  const small: RatingsTable = sampleRatings(200, 6);
  const ours = nominalFamily(table);
  const baseline = alpha(byRater);
  if (Math.abs(ours.alpha! - baseline) > 1e-9) throw new Error(`alpha is ${ours.alpha}, the oracle says ${baseline}`);
  const family = medianMs(31, () => nominalFamily(table));
  return [
    {
      name: 'alpha and the kappas, 6 raters x 20,000 units',
      ours: family,
      baselines: { krippendorff: medianMs(5, () => alpha(byRater)) },
      unit: 'ms',
      goal: atMost(10, family, 'ms'),
    },
    { name: 'all statistics, 6 raters x 20,000 units', ours: medianMs(9, () => statisticsOf(table)), unit: 'ms' },
    {
      name: 'five intervals of 1,000 resamples, 6 raters x 200 units',
      ours: medianMs(5, () => estimatesOf(small, { random: seededRandom(1) })),
      unit: 'ms',
    },
  ];
}

/** What a comparison shows of a whole project: from the raw table to alpha, AC1 and three kappas. */
function nominalFamily(table: RatingsTable) {
  const tally = tallyOf(codeRatings(table));
  return {
    agreement: percentAgreement(tally),
    fleiss: aboveChance(fleissAgreement(tally)),
    conger: aboveChance(congerAgreement(tally)),
    gwet: aboveChance(gwetAgreement(tally)),
    alpha: nominalAlpha(tally),
  };
}

function sampleRatings(units: number, raters: number): RatingsTable {
  const random = seededRandom(20_000);
  const oneOfFive = (): number => 1 + Math.floor(random() * 5);
  const rate = (truth: number): number | null => (random() < 0.05 ? null : random() < 0.7 ? truth : oneOfFive());
  return {
    ratings: Array.from({ length: units }, () => {
      const truth = oneOfFive();
      return Array.from({ length: raters }, () => rate(truth));
    }),
  };
}

function medianMs(times: number, run: () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}
