import {
  aboveChance,
  brennanPredigerAgreement,
  congerAgreement,
  fleissAgreement,
  gwetAgreement,
  percentAgreement,
} from '@consilium/shared/agreement/chance-corrected.ts';
import { cohenKappa, crossTable } from '@consilium/shared/agreement/cohen-kappa.ts';
import { categoryKappa, specificAgreement } from '@consilium/shared/agreement/fleiss-detail.ts';
import { gwetStandardError } from '@consilium/shared/agreement/gwet-standard-error.ts';
import {
  intervalAlpha,
  nominalAlpha,
  ordinalAlpha,
  ratioAlpha,
} from '@consilium/shared/agreement/krippendorff-alpha.ts';
import { codeRatings } from '@consilium/shared/agreement/ratings.ts';
import { statisticsOf } from '@consilium/shared/agreement/statistics.ts';
import { tallyOf } from '@consilium/shared/agreement/tally.ts';
import { quadraticWeights } from '@consilium/shared/agreement/weights.ts';
import fc from 'fast-check';
import { alpha as oracleAlpha } from 'krippendorff';
import { describe, expect, it } from 'vitest';
import {
  cell,
  categoriesOf,
  completeTable,
  expectSame,
  mean,
  overPairs,
  present,
  type Row,
  share,
  table,
} from './agreement-definitions.ts';

const same = (one: number, other: number): number => (one === other ? 1 : 0);

/** The textbook, word for word: agreement of each unit's pairs, and chance as each author defines it. */
function slowKappas(rows: Row[]) {
  const paired = rows.map(present).filter((row) => row.length >= 2);
  const rated = rows.map(present).filter((row) => row.length >= 1);
  const categories = categoriesOf(rows);
  const observed = mean(paired.map((row) => overPairs(row, same)));
  const shares = categories.map((category) => mean(rated.map((row) => share(row, category))));
  const raters = Array.from({ length: rows[0]!.length }, (_, rater) => present(rows.map((row) => row[rater]!)));
  const active = raters.filter((ratings) => ratings.length > 0);
  const kappa = (expected: number): number | undefined =>
    1 - expected < 1e-12 ? undefined : (observed - expected) / (1 - expected);
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    observed,
    fleiss: kappa(sum(shares.map((p) => p * p))),
    gwet: categories.length < 2 ? undefined : kappa(sum(shares.map((p) => p * (1 - p))) / (categories.length - 1)),
    brennan: kappa(1 / categories.length),
    conger:
      active.length < 2
        ? undefined
        : kappa(overPairs(active, (one, other) => sum(categories.map((k) => share(one, k) * share(other, k))))),
  };
}

/** Alpha by its definition: one minus the mean difference within units over the mean difference among all pairable values. */
function slowAlpha(rows: Row[], difference: (one: number, other: number) => number): number | undefined {
  const units = rows.map(present).filter((row) => row.length >= 2);
  const values = units.flat();
  const within = units.map((row) => overPairs(row, difference) * row.length);
  const expected = overPairs(values, difference);
  return expected > 0 ? 1 - within.reduce((sum, one) => sum + one, 0) / values.length / expected : undefined;
}

function slowOrdinal(rows: Row[]): (one: number, other: number) => number {
  const values = rows
    .map(present)
    .filter((row) => row.length >= 2)
    .flat();
  return (one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const between = values.filter((value) => low <= value && value <= high).length;
    const ends = values.filter((value) => value === low || value === high).length;
    return one === other ? 0 : (between - ends / 2) ** 2;
  };
}

describe('kappas against their definitions', () => {
  it('[AGREE6] [KAPPA5] percent agreement, Fleiss, Conger, Gwet and Brennan-Prediger on any table', () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const tally = tallyOf(codeRatings({ ratings }));
        const slow = slowKappas(ratings);
        expectSame(percentAgreement(tally), slow.observed);
        if (!Number.isFinite(slow.observed)) return;
        expectSame(aboveChance(fleissAgreement(tally)), slow.fleiss);
        expectSame(aboveChance(congerAgreement(tally)), slow.conger);
        expectSame(aboveChance(gwetAgreement(tally)), slow.gwet);
        expectSame(aboveChance(brennanPredigerAgreement(tally)), slow.brennan);
      }),
      { numRuns: 500 },
    );
  });

  it('[KAPPA7] a category’s kappa is Fleiss’ kappa of that category against the rest', () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const coded = codeRatings({ ratings });
        coded.categories.forEach((category, at) => {
          const rest = ratings.map((row) => row.map((one) => (one === null ? null : one === category ? 1 : 0)));
          const slow = slowKappas(rest);
          expectSame(categoryKappa(tallyOf(coded), at), Number.isFinite(slow.observed) ? slow.fleiss : undefined);
        });
      }),
    );
  });

  it('[KAPPA7] for two raters, specific agreement is their F1 on that label', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }), (ratings) => {
        const coded = codeRatings({ ratings });
        const both = ratings.filter(([a, b]) => a !== null && b !== null);
        coded.categories.forEach((label, at) => {
          const hits = both.filter(([a, b]) => a === label && b === label).length;
          const uses = both.flat().filter((one) => one === label).length;
          expectSame(specificAgreement(tallyOf(coded), at), (2 * hits) / uses);
        });
      }),
    );
  });

  it('[KAPPA2] [KAPPA3] weighted Cohen and its error, by drawing every pair and by numeric derivatives', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(pairs, (ratings) => {
        const coded = codeRatings({ ratings });
        const weights = quadraticWeights(coded.values!);
        const found = cohenKappa(crossTable(coded, 0, 1), weights);
        const cells = ratings.map(([a, b]) => [coded.categories.indexOf(a), coded.categories.indexOf(b)] as const);
        const kappaOf = (n: readonly number[]): number => {
          const total = n.reduce((sum, one) => sum + one, 0);
          const seen = cells.reduce((sum, [a, b], i) => sum + n[i]! * weights(a, b), 0) / total;
          const byChance = cells.reduce(
            (s, [a], i) => s + cells.reduce((t, [, b], j) => t + n[i]! * n[j]! * weights(a, b), 0),
            0,
          );
          return (seen - byChance / total ** 2) / (1 - byChance / total ** 2);
        };
        const once = cells.map(() => 1);
        expectSame(found?.kappa, coded.categories.length < 2 ? undefined : kappaOf(once));
        if (found === undefined) return;
        const slopes = cells.map((_, i) => {
          const moved = (by: number) => kappaOf(once.map((n, j) => (i === j ? n + by : n)));
          return (moved(1e-4) - moved(-1e-4)) / 2e-4;
        });
        const error = Math.sqrt(slopes.reduce((sum, slope) => sum + slope ** 2, 0));
        expect(Math.abs(found.standardError - error)).toBeLessThan(1e-5);
      }),
    );
  });

  it('[GWET2] the error of AC1 is that of its influence values, by numeric derivatives (complete tables)', () => {
    fc.assert(
      fc.property(completeTable, (ratings) => {
        const coded = codeRatings({ ratings });
        const found = gwetStandardError(coded, tallyOf(coded));
        const units = ratings.length;
        if (found === undefined || units < 2) return;
        const ac1Of = (n: readonly number[]): number => {
          const total = n.reduce((sum, one) => sum + one, 0);
          const observed = ratings.reduce((sum, row, i) => sum + n[i]! * overPairs(present(row), same), 0) / total;
          const q = coded.categories.length;
          const undecided = coded.categories.map((k) => {
            const p = ratings.reduce((sum, row, i) => sum + n[i]! * share(row, Number(k)), 0) / total;
            return p * (1 - p);
          });
          const expected = undecided.reduce((sum, one) => sum + one, 0) / (q - 1);
          return (observed - expected) / (1 - expected);
        };
        const once = ratings.map(() => 1);
        const slopes = once.map((_, i) => {
          const moved = (by: number) => ac1Of(once.map((n, j) => (i === j ? n + by : n)));
          return (moved(1e-4) - moved(-1e-4)) / 2e-4;
        });
        const error = Math.sqrt((slopes.reduce((sum, slope) => sum + slope ** 2, 0) * units) / (units - 1));
        expect(Math.abs(found - error)).toBeLessThan(1e-5);
      }),
    );
  });
});

describe('alpha against its definition and an oracle', () => {
  it('[ALPHA1] [ALPHA2] [ALPHA3] [ALPHA4] four scales on any table', () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const coded = codeRatings({ ratings });
        const tally = tallyOf(coded);
        expectSame(
          nominalAlpha(tally),
          slowAlpha(ratings, (a, b) => 1 - same(a, b)),
        );
        expectSame(
          intervalAlpha(tally, coded.values!),
          slowAlpha(ratings, (a, b) => (a - b) ** 2),
        );
        expectSame(ordinalAlpha(tally), slowAlpha(ratings, slowOrdinal(ratings)));
        expectSame(
          ratioAlpha(tally, coded.values!),
          slowAlpha(ratings, (a, b) => (a === b ? 0 : ((a - b) / (a + b)) ** 2)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('[ALPHA1] npm krippendorff 0.1.0 gives the same where it gives anything', () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const byRater = ratings[0]!.map((_, rater) => ratings.map((row) => row[rater] ?? undefined));
        const ours = nominalAlpha(tallyOf(codeRatings({ ratings })));
        if (ours !== undefined) expect(ours).toBeCloseTo(oracleAlpha(byRater), 9);
      }),
    );
  });

  it('[AGREE7] a table of more than 512 different values gives what its definition gives', () => {
    const ratings: Row[] = Array.from({ length: 300 }, (_, at) => [
      at * 1.5,
      at * 1.5 + ((at * 7) % 11),
      at % 5 ? at : null,
    ]);
    const coded = codeRatings({ ratings });
    expect(coded.categories.length).toBeGreaterThan(512);
    const tally = tallyOf(coded);
    expectSame(
      intervalAlpha(tally, coded.values!),
      slowAlpha(ratings, (a, b) => (a - b) ** 2),
    );
    expectSame(
      nominalAlpha(tally),
      slowAlpha(ratings, (a, b) => 1 - same(a, b)),
    );
    expectSame(percentAgreement(tally), slowKappas(ratings).observed);
  });
});

describe('all statistics', () => {
  it('[AGREE3] are finite numbers, whatever the table', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.oneof(cell, fc.string({ maxLength: 2 }), fc.boolean(), fc.double()), { maxLength: 4 }), {
          maxLength: 8,
        }),
        (ratings) => {
          const { statistics } = statisticsOf({ ratings });
          expect(Object.entries(statistics).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
        },
      ),
    );
  });

  it('[AGREE6] do not depend on the order of units; those without rater names not on the order of raters', () => {
    fc.assert(
      fc.property(table, (ratings) => {
        const before = statisticsOf({ ratings }).statistics;
        const shuffled = statisticsOf({ ratings: ratings.toReversed().map((row) => row.toReversed()) }).statistics;
        expect(Object.keys(shuffled)).toEqual(Object.keys(before));
        // An error is the root of a variance: where that is 0 but for its last digits, half of the digits are left.
        const digitsOf = (name: string): number => (/_ase$|_se$|_ci95_/.test(name) ? 5 : 9);
        for (const [name, value] of Object.entries(before)) expect(shuffled[name]).toBeCloseTo(value, digitsOf(name));
      }),
    );
  });
});
