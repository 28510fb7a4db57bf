import {
  aboveChance,
  brennanPredigerAgreement,
  congerAgreement,
  fleissAgreement,
  gwetAgreement,
  percentAgreement,
} from './chance-corrected.ts';
import { type CrossTable, cohenKappa, crossTable, kappaAgainstChance, largestKappa } from './cohen-kappa.ts';
import { categoryKappa, fleissStandardError } from './fleiss-detail.ts';
import { gwetStandardError } from './gwet-standard-error.ts';
import { intraclass, kendallW } from './intraclass.ts';
import { alpha, intervalAlpha, nominalAlpha, ordinalAlpha, ratioAlpha } from './krippendorff-alpha.ts';
import { type CodedRatings, codeRatings, isComplete, type RatingsTable } from './ratings.ts';
import { type Tally, tallyOf } from './tally.ts';
import { linearWeights, ordinalWeights, quadraticWeights } from './weights.ts';

/** Every statistic that applies to a table, by its name; one that does not apply is not there. */
export type TableStatistics = {
  readonly raters: number;
  readonly units: number;
  readonly statistics: Readonly<Record<string, number>>;
};

/** Computes every statistic of SPEC.md that applies to the table. */
export function statisticsOf(table: RatingsTable): TableStatistics {
  const ratings = codeRatings(table);
  const tally = tallyOf(ratings);
  const found: Found = {
    ...nominalStatistics(ratings, tally),
    ...categoryStatistics(ratings, tally),
    ...(ratings.raters === 2 ? pairStatistics(ratings) : {}),
    ...(isComplete(ratings) ? completeStatistics(ratings, tally) : {}),
    ...(ratings.values === undefined ? {} : numericStatistics(ratings, tally, ratings.values)),
  };
  return { raters: ratings.raters, units: ratings.units, statistics: onlyNumbers(found) };
}

type Found = Readonly<Record<string, number | undefined>>;

function onlyNumbers(found: Found): Record<string, number> {
  const defined = Object.entries(found).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
  return Object.fromEntries(defined);
}

function nominalStatistics(ratings: CodedRatings, tally: Tally): Found {
  const fleiss = fleissAgreement(tally);
  return {
    percent_agreement: percentAgreement(tally),
    fleiss_kappa: aboveChance(fleiss),
    fleiss_observed_agreement: fleiss?.observed,
    fleiss_expected_agreement: fleiss?.expected,
    conger_kappa: aboveChance(congerAgreement(tally)),
    brennan_prediger: aboveChance(brennanPredigerAgreement(tally)),
    randolph_kappa: aboveChance(brennanPredigerAgreement(tally)),
    gwet_ac1: aboveChance(gwetAgreement(tally)),
    gwet_ac1_se: gwetStandardError(ratings, tally),
    krippendorff_alpha_nominal: nominalAlpha(tally),
  };
}

/** Kappas per category are for label sets, not for measurements with a category per value. */
const MOST_CATEGORIES_NAMED = 64;

function categoryStatistics({ categories }: CodedRatings, tally: Tally): Found {
  if (categories.length > MOST_CATEGORIES_NAMED) return {};
  return Object.fromEntries(categories.map((name, at) => [`category_kappa_${name}`, categoryKappa(tally, at)]));
}

/** Two raters, over the units that both rated. */
function pairStatistics(ratings: CodedRatings): Found {
  const table = crossTable(ratings, 0, 1);
  const cohen = cohenKappa(table);
  const both = tallyOf(onlyPaired(ratings));
  return {
    cohen_kappa: cohen?.kappa,
    cohen_expected_agreement: cohen?.expected,
    cohen_kappa_max: largestKappa(table),
    cohen_kappa_ase: cohen?.standardError,
    cohen_kappa_se: cohen?.standardError,
    cohen_kappa_ci95_low: cohen?.low,
    cohen_kappa_ci95_high: cohen?.high,
    cohen_kappa_z_h0: kappaAgainstChance(table),
    scott_pi: aboveChance(fleissAgreement(both)),
    bennett_s: aboveChance(brennanPredigerAgreement(both)),
    ...weightedPairStatistics(ratings, table),
  };
}

function weightedPairStatistics({ values }: CodedRatings, table: CrossTable): Found {
  if (values === undefined || !isGraded(values)) return {};
  const linear = cohenKappa(table, linearWeights(values));
  const quadratic = cohenKappa(table, quadraticWeights(values));
  return {
    cohen_kappa_linear: linear?.kappa,
    cohen_kappa_linear_ase: linear?.standardError,
    cohen_kappa_linear_ci95_low: linear?.low,
    cohen_kappa_linear_ci95_high: linear?.high,
    cohen_kappa_quadratic: quadratic?.kappa,
    cohen_kappa_quadratic_ase: quadratic?.standardError,
  };
}

function onlyPaired(ratings: CodedRatings): CodedRatings {
  const codes = ratings.codes.slice();
  for (let at = 0; at < codes.length; at += 2) if (codes[at]! < 0 || codes[at + 1]! < 0) codes.fill(-1, at, at + 2);
  return { ...ratings, codes };
}

function completeStatistics(ratings: CodedRatings, tally: Tally): Found {
  return {
    fleiss_exact_kappa_conger: aboveChance(congerAgreement(tally)),
    light_kappa: lightKappa(ratings),
    kappa_standard_error: ratings.raters < 2 ? undefined : fleissStandardError(tally, ratings.raters),
  };
}

/** The mean of Cohen's kappa over all pairs of raters; `undefined` when one of them is. @see Light 1971 */
function lightKappa(ratings: CodedRatings): number | undefined {
  const kappas: number[] = [];
  for (let a = 0; a < ratings.raters; a++)
    for (let b = a + 1; b < ratings.raters; b++) {
      const found = cohenKappa(crossTable(ratings, a, b));
      if (found === undefined) return undefined;
      kappas.push(found.kappa);
    }
  return kappas.length === 0 ? undefined : kappas.reduce((sum, kappa) => sum + kappa, 0) / kappas.length;
}

/** Weighted coefficients look at every pair of categories; beyond this the table holds measurements, not grades. */
const MOST_CATEGORIES_WEIGHTED = 1000;

const isGraded = (values: Float64Array): boolean => values.length >= 2 && values.length <= MOST_CATEGORIES_WEIGHTED;

/** Ratio alpha too takes the square of the values; this many take about a second. */
const MOST_VALUES_OF_RATIO = 20_000;

function numericStatistics(ratings: CodedRatings, tally: Tally, values: Float64Array): Found {
  return {
    krippendorff_alpha_ordinal: ordinalAlpha(tally),
    krippendorff_alpha_interval: intervalAlpha(tally, values),
    krippendorff_alpha_ratio: values.length > MOST_VALUES_OF_RATIO ? undefined : ratioAlpha(tally, values),
    ...(isGraded(values) ? weightedStatistics(tally, values) : {}),
    ...(isComplete(ratings) ? measurementStatistics(ratings, values) : {}),
  };
}

function weightedStatistics(tally: Tally, values: Float64Array): Found {
  const schemes = { linear: linearWeights, quadratic: quadraticWeights, ordinal: ordinalWeights };
  const found = Object.entries(schemes).flatMap(([name, scheme]) => {
    const weights = scheme(values);
    return [
      [`conger_kappa_${name}`, aboveChance(congerAgreement(tally, weights))],
      [`gwet_ac2_${name}`, aboveChance(gwetAgreement(tally, weights))],
      [`krippendorff_alpha_weights_${name}`, alpha(tally, (k, l) => 1 - weights(k, l))],
    ] as const;
  });
  return Object.fromEntries(found);
}

function measurementStatistics({ codes, units, raters }: CodedRatings, values: Float64Array): Found {
  const measured = Float64Array.from(codes, (code) => values[code]!);
  return { ...intraclass(measured, units, raters), kendall_w_ties_corrected: kendallW(measured, units, raters) };
}
