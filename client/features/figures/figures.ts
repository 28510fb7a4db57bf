import type { Estimate } from '@consilium/shared/consensus/comparison.ts';

/** What each statistic is, and what to keep in mind. Names as in shared/agreement. */
export const statisticsInWords: Readonly<Record<string, { title: string; words: string }>> = {
  percent_agreement: {
    title: 'Percent agreement',
    words: 'Share of pairs of readers who say the same. Not corrected for chance.',
  },
  cohen_kappa: {
    title: 'Cohen’s κ',
    words:
      'Two readers, corrected for the agreement their own habits would give by chance. Low when one answer is rare, even if they seldom differ.',
  },
  fleiss_kappa: { title: 'Fleiss’ κ', words: 'Any number of readers, chance taken from all readers together.' },
  krippendorff_alpha_nominal: {
    title: 'Krippendorff’s α',
    words:
      'Any number of readers, missing readings allowed. From 0.80 reliable, from 0.67 tentative (Krippendorff 2004).',
  },
  f1: {
    title: 'F1',
    words:
      'Findings matched between two readers: twice the matched over all marked. Needs no count of what nobody marked.',
  },
  mean_iou: {
    title: 'Mean IoU',
    words: 'Overlap of matched marks, 0 to 1. Small findings score lower for the same slip of the hand.',
  },
  gwet_ac1: { title: 'Gwet’s AC1', words: 'Corrected for chance in a way that holds up when one answer is rare.' },
};

export const titleOf = (statistic: string): string =>
  statisticsInWords[statistic]?.title ?? statistic.replaceAll('_', ' ');

/** Two decimals; a minus sign, not a hyphen. */
export const figure = (value: number): string => value.toFixed(2).replace('-', '−');

/** `0.74 (0.61 to 0.83), n 42`; without an interval where none could be had. */
export function estimateInWords({ value, low, high, n }: Estimate): string {
  const interval = low === undefined || high === undefined ? '' : ` (${figure(low)} to ${figure(high)})`;
  return `${figure(value)}${interval}, n ${n}`;
}

/** Fewer units than this say little: shown hatched. */
export const leastUnits = 30;
/** Pairs below are boxed: somebody should look. */
export const leastKappa = 0.6;

/** Position on the heat ramp of the design, 0 to 1, for κ from 0.45 to 0.90. */
export const heat = (kappa: number): number => Math.min(1, Math.max(0, (kappa - 0.45) / 0.45));
