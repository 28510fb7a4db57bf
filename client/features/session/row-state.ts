import type { Row } from '@consilium/shared/consensus/comparison.ts';
import { isDisagreement } from '@consilium/shared/consensus/comparison.ts';
import { canonicalJson } from '@consilium/shared/document/content-hash.ts';

/** How a reader's badge in a row looks (SESS2). */
export type Saying = 'filled' | 'hatched' | 'hollow';

/** What each reader of the case said in a row, by reader. */
export function sayingsIn(row: Row, readers: readonly string[]): ReadonlyMap<string, Saying> {
  const said = new Map(readers.map((reader) => [reader, wordOf(row, reader)]));
  const leading = mostCommon([...said.values()].filter((word) => word !== undefined));
  return new Map(
    [...said].map(([reader, word]) => [
      reader,
      word === undefined ? 'hollow' : word === leading ? 'filled' : 'hatched',
    ]),
  );
}

/** What tells readers apart in this row: the answer, the label, or the attributes; `undefined`: said nothing. */
function wordOf(row: Row, reader: string): string | undefined {
  if (row.subject === 'answer') {
    const value = row.answers.find((answer) => answer.reader === reader)?.value;
    return value === undefined ? undefined : canonicalJson(value);
  }
  const annotation = row.sides.find((side) => side.reader === reader)?.annotation;
  if (annotation === undefined) return undefined;
  return row.type === 'attribute differs' ? canonicalJson(annotation.attributes) : annotation.label;
}

/** Of equals the one that comes first. */
function mostCommon(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

export interface RowGroups {
  readonly disagreements: readonly Row[];
  readonly agreements: readonly Row[];
}

export const groupRows = (rows: readonly Row[]): RowGroups => ({
  disagreements: rows.filter(isDisagreement),
  agreements: rows.filter((row) => !isDisagreement(row)),
});

export const isSettled = (row: Row, decisions: Readonly<Record<string, unknown>>): boolean =>
  !isDisagreement(row) || decisions[row.id] !== undefined;

/** The next row to talk about after `from`, from the top again at the end; `undefined` when all are settled (SESS3). */
export function nextUnsettled(
  rows: readonly Row[],
  decisions: Readonly<Record<string, unknown>>,
  from: string | undefined,
): Row | undefined {
  const at = rows.findIndex((row) => row.id === from);
  return [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((row) => !isSettled(row, decisions));
}

/** The row `by` rows on, held to the list. */
export function stepRow(rows: readonly Row[], from: string | undefined, by: 1 | -1): Row | undefined {
  const at = rows.findIndex((row) => row.id === from);
  return rows[Math.min(rows.length - 1, Math.max(0, at + by))];
}
