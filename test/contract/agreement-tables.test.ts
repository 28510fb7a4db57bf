import { readdirSync, readFileSync } from 'node:fs';
import { alpha } from '@consilium/shared/agreement/krippendorff-alpha.ts';
import { cohenKappa, crossTable } from '@consilium/shared/agreement/cohen-kappa.ts';
import { codeRatings, type RatingsTable } from '@consilium/shared/agreement/ratings.ts';
import { statisticsOf } from '@consilium/shared/agreement/statistics.ts';
import { tallyOf } from '@consilium/shared/agreement/tally.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { noSharedData, sharedData } from '../harness/shared-data.ts';

const Figure = z.object({ statistic: z.string(), value: z.number(), tolerance: z.optional(z.number()) });
const PublishedTable = z.object({
  ratings: z.array(z.array(z.nullable(z.union([z.string(), z.number(), z.boolean()])))),
  published: z.array(Figure),
  computed: z.array(Figure),
});

const folder = sharedData('agreement');
if (folder === undefined) console.log(`skipped: published agreement tables, ${noSharedData}`);
const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
const files = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.json'));
const tables = files.flatMap((file) => {
  const parsed = PublishedTable.safeParse(read(file));
  return parsed.success ? [[file, parsed.data] as const] : [];
});

/** The published tolerance, or half of the last digit that a tool printed (never finer than its 5 digits). */
const toleranceOf = ({ value, tolerance }: z.infer<typeof Figure>): number =>
  tolerance ?? Math.max(0.6 * 10 ** -(`${value}`.split('.')[1] ?? '').length, 6e-6);

/** Needs a distance that only its own paper defines; proved by the next test. */
const withOwnDistance = ['krippendorff_alpha_custom', 'weighted_kappa_custom'];

describe.skipIf(folder === undefined)('published agreement tables', () => {
  it('[AGREE2] finds all fourteen tables', () => {
    expect(tables.length).toBeGreaterThanOrEqual(14);
  });

  it.each(tables)('[AGREE2] [KAPPA8] %s: every figure within its tolerance', (file, table) => {
    const { statistics } = statisticsOf(table);
    const figures = [...table.published, ...table.computed];
    const uncovered = figures.filter(({ statistic }) => statistics[statistic] === undefined);
    if (uncovered.length > 0) console.log(`${file}: not covered: ${uncovered.map((one) => one.statistic).join(', ')}`);
    const wrong = figures.filter((figure) => {
      const ours = statistics[figure.statistic];
      return ours !== undefined && !(Math.abs(ours - figure.value) <= toleranceOf(figure));
    });
    expect(wrong.map((figure) => ({ ...figure, ours: statistics[figure.statistic] }))).toEqual([]);
    expect(uncovered.map(({ statistic }) => statistic).filter((name) => !withOwnDistance.includes(name))).toEqual([]);
  });

  it('[AGREE5] weighted kappa and alpha take any distance, as in Artstein and Poesio 2008, p. 568', () => {
    const table: RatingsTable = PublishedTable.parse(read('artstein_poesio_2008_ex2.json'));
    const ratings = codeRatings(table);
    const isCheck = (category: number): boolean => ratings.categories[category] === 'Chck';
    const distance = (k: number, l: number): number => (k === l ? 0 : isCheck(k) || isCheck(l) ? 0.5 : 1);
    expect(alpha(tallyOf(ratings), distance)).toBeCloseTo(0.8156, 3);
    expect(cohenKappa(crossTable(ratings, 0, 1), (k, l) => 1 - distance(k, l))?.kappa).toBeCloseTo(0.8163, 3);
  });
});

const GwetFixture = z.object({
  table: z.array(z.array(z.number())),
  cases: z.array(z.object({ measure: z.enum(['AC1', 'AC2']), coefficient: z.number() })),
});

describe.skipIf(folder === undefined)('irrCAC contingency tables', () => {
  it.each(['01_paradox_2x2', '02_cohen_ex1', '03_cohen_ex2'])('[GWET1] AC1 and quadratic AC2 of %s', (name) => {
    const fixture = GwetFixture.parse(read(`gwet_ac_fixtures/${name}.json`));
    const ratings = fixture.table.flatMap((row, a) =>
      row.flatMap((count, b) => Array.from({ length: count }, () => [a + 1, b + 1])),
    );
    const { statistics } = statisticsOf({ ratings });
    const ours = { AC1: statistics.gwet_ac1, AC2: statistics.gwet_ac2_quadratic };
    for (const { measure, coefficient } of fixture.cases) expect(ours[measure]).toBeCloseTo(coefficient, 4);
  });
});
