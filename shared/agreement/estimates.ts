import { bootstrapIntervals, type Estimate, estimate, percentileInterval, type Resampling } from './bootstrap.ts';
import { aboveChance, congerAgreement, fleissAgreement, gwetAgreement, percentAgreement } from './chance-corrected.ts';
import { type CrossTable, cohenAgreement, crossUnits } from './cohen-kappa.ts';
import { categoryKappa, specificAgreement } from './fleiss-detail.ts';
import { nominalAlpha } from './krippendorff-alpha.ts';
import { type CodedRatings, codeRatings, type Rating, type RatingsTable } from './ratings.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Agreement of all raters on labels; a figure that does not apply is `undefined`. n counts units with two ratings. */
export type TableEstimates = {
  readonly percentAgreement: Estimate | undefined;
  readonly fleissKappa: Estimate | undefined;
  readonly congerKappa: Estimate | undefined;
  readonly gwetAc1: Estimate | undefined;
  readonly krippendorffAlpha: Estimate | undefined;
};

/** Nominal agreement of a table, units resampled. */
export function estimatesOf(table: RatingsTable, resampling: Resampling): TableEstimates {
  const [agreement, fleiss, conger, gwet, alpha] = estimated(codeRatings(table), resampling, (tally) => [
    percentAgreement(tally),
    aboveChance(fleissAgreement(tally)),
    aboveChance(congerAgreement(tally)),
    aboveChance(gwetAgreement(tally)),
    nominalAlpha(tally),
  ]);
  return {
    percentAgreement: agreement,
    fleissKappa: fleiss,
    congerKappa: conger,
    gwetAc1: gwet,
    krippendorffAlpha: alpha,
  };
}

/** How far raters agree on one label. */
export type LabelAgreement = {
  readonly label: Rating;
  /** Units that at least one rater gave the label. */
  readonly units: number;
  /** Fleiss' kappa of this label against all others. */
  readonly kappa: Estimate | undefined;
  /** Krippendorff's alpha of this label against all others. */
  readonly alpha: Estimate | undefined;
  /** Of the ratings with this label, the share that another rater repeats (F1 for two raters). */
  readonly specific: Estimate | undefined;
};

/** Agreement on each label that occurs, in category order, units resampled. */
export function agreementByLabel(table: RatingsTable, resampling: Resampling): readonly LabelAgreement[] {
  const ratings = codeRatings(table);
  const labels = ratings.categories;
  const alphas = labels.map((label) => alphaAgainstOthers(table, label, resampling));
  const found = estimated(ratings, resampling, (tally) => [
    ...labels.map((_, at) => categoryKappa(tally, at)),
    ...labels.map((_, at) => specificAgreement(tally, at)),
  ]);
  return labels.map((label, at) => ({
    label,
    units: table.ratings.filter((row) => row.includes(label)).length,
    kappa: found[at],
    alpha: alphas[at],
    specific: found[labels.length + at],
  }));
}

/** Every other label counts as one. */
function alphaAgainstOthers({ ratings }: RatingsTable, label: Rating, resampling: Resampling): Estimate | undefined {
  const isIt = (rating: Rating | null | undefined): boolean | null => (rating === null || rating === undefined || Number.isNaN(rating) ? null : rating === label);
  return estimated(codeRatings({ ratings: ratings.map((row) => row.map(isIt)) }), resampling, (tally) => [nominalAlpha(tally)])[0];
}

function estimated(
  ratings: CodedRatings,
  resampling: Resampling,
  figuresOf: (tally: Tally) => readonly (number | undefined)[],
): readonly (Estimate | undefined)[] {
  const tally = tallyOf(ratings);
  const values = figuresOf(tally);
  const intervals = bootstrapIntervals(ratings.units, (times) => figuresOf(tallyOf(ratings, times)), resampling);
  return values.map((value, at) => estimate(value, tally.unitsPaired, intervals[at]));
}

/** How far two raters (columns `a` < `b` of the table) agree over the units that both rated. */
export type PairAgreement = {
  readonly a: number;
  readonly b: number;
  readonly n: number;
  readonly percentAgreement: Estimate | undefined;
  /** Cohen's kappa. */
  readonly kappa: Estimate | undefined;
};

/** Agreement of each pair of raters, their common units resampled. */
export function agreementByPair(table: RatingsTable, resampling: Resampling): readonly PairAgreement[] {
  const ratings = codeRatings(table);
  const raters = Array.from({ length: ratings.raters }, (_, rater) => rater);
  return raters.flatMap((a) => raters.slice(a + 1).map((b) => pairAgreement(ratings, a, b, resampling)));
}

function pairAgreement(ratings: CodedRatings, a: number, b: number, resampling: Resampling): PairAgreement {
  const { table, entryOf } = crossUnits(ratings, a, b);
  const { n } = table;
  const value = figuresOfPair(table);
  const counts = new Float64Array(table.counts.length);
  const agreements: number[] = [];
  const kappas: number[] = [];
  for (let resample = 0; n > 0 && resample < (resampling.resamples ?? 1000); resample++) {
    counts.fill(0);
    for (let draw = 0; draw < n; draw++) counts[entryOf[Math.floor(resampling.random() * n)]!]! += 1;
    const drawn = figuresOfPair({ ...table, counts });
    if (drawn.agreement !== undefined) agreements.push(drawn.agreement);
    if (drawn.kappa !== undefined) kappas.push(drawn.kappa);
  }
  return {
    a,
    b,
    n,
    percentAgreement: estimate(value.agreement, n, percentileInterval(agreements)),
    kappa: estimate(value.kappa, n, percentileInterval(kappas)),
  };
}

function figuresOfPair(table: CrossTable) {
  const agreement = cohenAgreement(table);
  return { agreement: agreement?.observed, kappa: aboveChance(agreement) };
}
