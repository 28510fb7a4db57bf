import { readFileSync } from 'node:fs';
import { dawidSkene } from '@consilium/shared/agreement/dawid-skene.ts';
import { intraclass, kendallW } from '@consilium/shared/agreement/intraclass.ts';
import { pairBySimilarity } from '@consilium/shared/agreement/pairing.ts';
import { codeRatings } from '@consilium/shared/agreement/ratings.ts';
import { readRatings } from '@consilium/shared/agreement/ratings-table.ts';
import { staple } from '@consilium/shared/agreement/staple.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { noSharedData, sharedData } from '../harness/shared-data.ts';
import { completeTable, mean, overPairs, present, table } from './agreement-definitions.ts';

describe('intraclass correlation and W against their definitions', () => {
  it('[ICC1] models 2 and 3 are mean covariance over mean variance, model 2 with the raters’ own spread', () => {
    const spread = (one: readonly number[], other: readonly number[]): number =>
      one.reduce((sum, value, i) => sum + (value - mean(one)) * (other[i]! - mean(other)), 0) / (one.length - 1);
    fc.assert(
      fc.property(completeTable, (ratings) => {
        const [units, raters] = [ratings.length, ratings[0]!.length];
        const found = intraclass(Float64Array.from(present(ratings.flat())), units, raters);
        if (found === undefined) return;
        const columns = Array.from({ length: raters }, (_, rater) => present(ratings.map((row) => row[rater]!)));
        const covariance = overPairs(columns, spread);
        const variance = mean(columns.map((column) => spread(column, column)));
        const means = columns.map(mean);
        const ofRaters = spread(means, means) - (variance - covariance) / units;
        if (found.icc_3_1 !== undefined) expect(found.icc_3_1).toBeCloseTo(covariance / variance, 7);
        if (found.icc_2_1 !== undefined) expect(found.icc_2_1).toBeCloseTo(covariance / (variance + ofRaters), 7);
        const stepUp = (one: number): number => (raters * one) / (1 + (raters - 1) * one); // Spearman-Brown
        if (found.icc_3_k !== undefined) expect(found.icc_3_k).toBeCloseTo(stepUp(found.icc_3_1!), 7);
        if (found.icc_1_k !== undefined) expect(found.icc_1_k).toBeCloseTo(stepUp(found.icc_1_1!), 7);
      }),
    );
  });

  it('[ICC2] W is the mean rank correlation, scaled, when nobody ties', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(fc.array(order, { minLength: 2, maxLength: 5 }), (raters) => {
        const values = Float64Array.from([0, 1, 2, 3, 4, 5].flatMap((unit) => raters.map((ranks) => ranks[unit]!)));
        const rho = overPairs(raters, (a, b) => 1 - (6 * a.reduce((s, x, i) => s + (x - b[i]!) ** 2, 0)) / (6 * 35));
        expect(kendallW(values, 6, raters.length)).toBeCloseTo((rho * (raters.length - 1) + 1) / raters.length, 9);
      }),
    );
  });
});

/** The best sum over every way to pair. */
function bestSum(gains: readonly (readonly number[])[], used: ReadonlySet<number> = new Set(), row = 0): number {
  const rest = gains[row];
  if (rest === undefined) return 0;
  const alone = bestSum(gains, used, row + 1);
  return Math.max(
    alone,
    ...rest.map((gain, j) => (used.has(j) ? 0 : gain + bestSum(gains, new Set([...used, j]), row + 1))),
  );
}

describe('pairing against trying everything', () => {
  it('[PAIR1] [PAIR2] [PAIR3] has the best sum above the threshold and places every index once', () => {
    const matrix = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })).chain(([rows, columns]) =>
      fc.record({
        columns: fc.constant(columns),
        gains: fc.array(
          fc.array(
            fc.integer({ min: 0, max: 20 }).map((n) => n / 20),
            { minLength: columns, maxLength: columns },
          ),
          {
            minLength: rows,
            maxLength: rows,
          },
        ),
      }),
    );
    fc.assert(
      fc.property(matrix, fc.constantFrom(0, 0.3, 0.5), ({ gains, columns }, threshold) => {
        const found = pairBySimilarity(gains.length, columns, (i, j) => gains[i]![j]!, threshold);
        const allowed = gains.map((row) => row.map((gain) => (gain >= threshold ? gain : 0)));
        const sum = found.pairs.reduce((total, pair) => total + pair.similarity, 0);
        expect(sum).toBeCloseTo(bestSum(allowed), 9);
        expect(found.pairs.every((pair) => pair.similarity > 0 && pair.similarity >= threshold)).toBe(true);
        const all = (length: number) => Array.from({ length }, (_, at) => at);
        const placed = (paired: number[], alone: readonly number[]) => [...paired, ...alone].sort((a, b) => a - b);
        expect(
          placed(
            found.pairs.map((pair) => pair.left),
            found.leftAlone,
          ),
        ).toEqual(all(gains.length));
        expect(
          placed(
            found.pairs.map((pair) => pair.right),
            found.rightAlone,
          ),
        ).toEqual(all(columns));
      }),
      { numRuns: 300 },
    );
  });
});

describe('likely truth', () => {
  it('[TRUTH1] is a fixed point of Bayes’ rule, written out with products', () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const coded = codeRatings({ ratings });
        const found = dawidSkene(coded);
        if (found === undefined) return;
        const q = coded.categories.length;
        let logLikelihood = 0;
        ratings.forEach((row, unit) => {
          const joint = coded.categories.map((_, truth) =>
            row.reduce<number>(
              (product, rating, rater) =>
                rating === null
                  ? product
                  : product * found.errorRates[rater]![truth * q + coded.categories.indexOf(rating)]!,
              found.prevalence[truth]!,
            ),
          );
          const total = joint.reduce((sum, one) => sum + one, 0);
          logLikelihood += Math.log(total);
          joint.forEach((one, truth) => {
            expect(found.probabilities[unit * q + truth]).toBeCloseTo(one / total, 6);
          });
        });
        expect(found.logLikelihood).toBeCloseTo(logLikelihood, 6);
      }),
    );
  });

  it('[TRUTH2] STAPLE is a fixed point of its own equations 14 to 19', () => {
    const marks = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 10 })).chain(([raters, voxels]) =>
      fc.array(fc.uint8Array({ minLength: voxels, maxLength: voxels, max: 1 }), {
        minLength: raters,
        maxLength: raters,
      }),
    );
    fc.assert(
      fc.property(marks, (raters) => {
        const found = staple(raters)!;
        const prior = mean(raters.flatMap((rater) => Array.from(rater)));
        const [p, q] = [found.sensitivity, found.specificity];
        found.probabilities.forEach((probability, voxel) => {
          const product = (of: (mark: number, rater: number) => number): number =>
            raters.reduce((all, rater, at) => all * of(rater[voxel]!, at), 1);
          const yes = prior * product((mark, at) => (mark ? p[at]! : 1 - p[at]!));
          const no = (1 - prior) * product((mark, at) => (mark ? 1 - q[at]! : q[at]!));
          expect(probability).toBeCloseTo(yes + no > 0 ? yes / (yes + no) : prior, 6);
        });
      }),
    );
  });

  const folder = sharedData('agreement');
  it.skipIf(folder === undefined)(`[TRUTH1] [FILE1] agrees on the five dentists of Espeland and Handelman 1989`, () => {
    const text = readFileSync(`${folder}/caries_5_dentists.csv`, 'utf8');
    const ratings = codeRatings(expectOk(readRatings(text, 'caries_5_dentists.csv'), 'caries'));
    const Expected = z.object({
      teeth: z.number(),
      computed: z.object({
        class_marginals: z.array(z.number()),
        error_rates_true_by_response: z.array(z.array(z.array(z.number()))),
        class_probabilities_by_pattern: z.record(z.string(), z.array(z.number())),
        log_likelihood: z.number(),
      }),
    });
    const expected = Expected.parse(JSON.parse(readFileSync(`${folder}/caries_5_dentists_expected.json`, 'utf8')));
    const found = dawidSkene(ratings)!;
    expect(ratings.units).toBe(expected.teeth);
    expect(found.logLikelihood).toBeCloseTo(expected.computed.log_likelihood, 5);
    const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));
    expect(Array.from(found.prevalence)).toEqual(near(expected.computed.class_marginals));
    expect(found.errorRates.map((rates) => Array.from(rates))).toEqual(
      expected.computed.error_rates_true_by_response.map((rates) => near(rates.flat())),
    );
    for (let unit = 0; unit < ratings.units; unit++) {
      const pattern = Array.from(ratings.codes.slice(unit * 5, unit * 5 + 5), (code) => ratings.categories[code]).join(
        '',
      );
      expect(Array.from(found.probabilities.slice(unit * 2, unit * 2 + 2))).toEqual(
        near(expected.computed.class_probabilities_by_pattern[pattern]!),
      );
    }
  });
  if (folder === undefined) console.log(`skipped: the five dentists, ${noSharedData}`);
});
