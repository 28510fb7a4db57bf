import { estimateMean, type Resampling } from '../agreement/bootstrap.ts';
import { agreementByLabel, agreementByPair, estimatesOf } from '../agreement/estimates.ts';
import { estimateF1, type Matches } from '../agreement/overlap.ts';
import type { Rating } from '../agreement/ratings.ts';
import { seededRandom } from '../kernel/random.ts';
import type { AnyModality } from '../modalities/registry.ts';
import type { Agreement, Estimate, Row } from './comparison.ts';
import type { AnswerRow } from './answer-row.ts';
import type { FindingRow } from './finding-row.ts';
import { sameValueKey } from './values.ts';

/** One compared item, as agreement is computed of it. */
export interface ComparedItem {
  readonly readers: readonly string[];
  readonly rows: readonly Row[];
  readonly modality: AnyModality;
  readonly meta: unknown;
}

/** Agreement within one item: its findings are the units. */
export const itemAgreement = (item: ComparedItem & { readonly seed: string }): Agreement =>
  agreementOf([item], item.seed);

/** A reader who looked and marked nothing where another marked something: a category of its own, never a gap. */
const NOTHING = '';

/**
 * Agreement over items. Units are findings (rows); a reader of the item who did not mark one gave it the category “nothing”, a
 * reader who did not read the item gave no rating. F1 counts a finding as found by both only under one label; `mean_iou` is over
 * pairs of readers who both marked a finding. Each of the item's questions stands in `byLabel` under its attribute id, its units
 * being items. Intervals: 95 % bootstrap percentile, seeded, so that the same rows give the same figures.
 */
export function agreementOf(items: readonly ComparedItem[], seed: string): Agreement {
  const resampling: Resampling = { random: seededRandom(seedOf(seed)) };
  const readers = [...new Set(items.flatMap((item) => item.readers))].sort();
  const units = items.flatMap(unitsOf);
  const labels = labelTable(units, readers);
  const estimates = estimatesOf({ ratings: labels }, resampling);
  const pairs = agreementByPair({ ratings: labels }, resampling);
  return {
    item: figures({
      percent_agreement: estimates.percentAgreement,
      cohen_kappa: readers.length === 2 ? pairs[0]?.kappa : undefined,
      fleiss_kappa: estimates.fleissKappa,
      krippendorff_alpha_nominal: estimates.krippendorffAlpha,
      gwet_ac1: estimates.gwetAc1,
      f1: f1Of(units, readers, resampling),
      mean_iou: estimateMean(
        units.flatMap((unit) => similaritiesOf(unit)),
        resampling,
      ),
    }),
    byLabel: [...byLabel(labels, units, resampling), ...byQuestion(items, readers, resampling)],
    byPair: pairs.map((pair) => {
      const [a, b] = [readers[pair.a]!, readers[pair.b]!];
      return {
        a,
        b,
        statistics: figures({
          percent_agreement: pair.percentAgreement,
          cohen_kappa: pair.kappa,
          f1: f1Of(units, [a, b], resampling),
          mean_iou: estimateMean(
            units.flatMap((unit) => similaritiesOf(unit, [a, b])),
            resampling,
          ),
        }),
      };
    }),
  };
}

interface Unit {
  readonly item: ComparedItem;
  readonly row: FindingRow;
}

const unitsOf = (item: ComparedItem): Unit[] =>
  item.rows.flatMap((row) => (row.subject === 'finding' ? [{ item, row }] : []));

/** FNV-1a, 32 bit: any text becomes a seed. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}

function ratingOf({ item, row }: Unit, reader: string): string | null {
  const side = row.sides.find((one) => one.reader === reader);
  if (side !== undefined) return side.annotation.label;
  return item.readers.includes(reader) ? NOTHING : null;
}

const labelTable = (units: readonly Unit[], readers: readonly string[]): (string | null)[][] =>
  units.map((unit) => readers.map((reader) => ratingOf(unit, reader)));

/** Rows as units: over all pairs of the readers given, found by both under one label, or by one alone. */
function f1Of(units: readonly Unit[], readers: readonly string[], resampling: Resampling): Estimate | undefined {
  const matches = units.map((unit) => matchesOf(readers.map((reader) => ratingOf(unit, reader))));
  return estimateF1(
    matches.filter((one) => one.both + one.onlyFirst + one.onlySecond > 0),
    resampling,
  );
}

function matchesOf(ratings: readonly (string | null)[]): Matches {
  let [both, onlyFirst, onlySecond] = [0, 0, 0];
  ratings.forEach((first, at) => {
    for (const second of ratings.slice(at + 1)) {
      if (first === null || second === null || (first === NOTHING && second === NOTHING)) continue;
      if (first === second) both++;
      else {
        if (first !== NOTHING) onlyFirst++;
        if (second !== NOTHING) onlySecond++;
      }
    }
  });
  return { both, onlyFirst, onlySecond };
}

/** Similarities of the pairs of readers (those given, or all) who marked the finding; unreadable marks are left out. */
function similaritiesOf({ item, row }: Unit, readers?: readonly string[]): number[] {
  const geometries = row.sides
    .filter((side) => readers === undefined || readers.includes(side.reader))
    .flatMap((side) => {
      const read = item.modality.readGeometry(side.annotation.geometry);
      return read.ok ? [read.value] : [];
    });
  return geometries.flatMap((first, at) =>
    geometries.slice(at + 1).map((second) => item.modality.similarity(first, second, item.meta)),
  );
}

function byLabel(
  table: readonly (readonly Rating[] | readonly (string | null)[])[],
  units: readonly Unit[],
  resampling: Resampling,
): Agreement['byLabel'] {
  return agreementByLabel({ ratings: table }, resampling)
    .filter(({ label }) => label !== NOTHING)
    .map(({ label, kappa, alpha, specific }) => ({
      label: String(label),
      statistics: figures({
        fleiss_kappa: kappa,
        krippendorff_alpha_nominal: alpha,
        f1: specific,
        mean_iou: estimateMean(
          units.flatMap((unit) =>
            unit.row.sides.every((side) => side.annotation.label === label) ? similaritiesOf(unit) : [],
          ),
          resampling,
        ),
      }),
    }));
}

function byQuestion(
  items: readonly ComparedItem[],
  readers: readonly string[],
  resampling: Resampling,
): Agreement['byLabel'] {
  const rows = items.flatMap((item) => item.rows.filter((row): row is AnswerRow => row.subject === 'answer'));
  const rowsByQuestion = Map.groupBy(rows, (row) => row.attribute);
  return [...rowsByQuestion]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, answered]) => {
      const ratings = answered.map((row) => readers.map((reader) => answerOf(row, reader)));
      const estimates = estimatesOf({ ratings }, resampling);
      return {
        label,
        statistics: figures({
          percent_agreement: estimates.percentAgreement,
          cohen_kappa: readers.length === 2 ? agreementByPair({ ratings }, resampling)[0]?.kappa : undefined,
          fleiss_kappa: estimates.fleissKappa,
          krippendorff_alpha_nominal: estimates.krippendorffAlpha,
        }),
      };
    });
}

/** `null` for a reader who did not read the item; no answer is an answer of its own. */
function answerOf(row: AnswerRow, reader: string): string | null {
  const answer = row.answers.find((one) => one.reader === reader);
  return answer === undefined ? null : sameValueKey(answer.value, undefined);
}

function figures(found: Readonly<Record<string, Estimate | undefined>>): Record<string, Estimate> {
  return Object.fromEntries(
    Object.entries(found).filter(
      (entry): entry is [string, Estimate] => entry[1] !== undefined && Number.isFinite(entry[1].value),
    ),
  );
}
