import type { Sheet } from './ratings-sheet.ts';

const UNIT_NAME =
  /^(unit|item|id|index|case|subject|patient|sample|study|series|image|document|doc|note|record|row|file|question|tooth)([ _-]?(id|no|nr|number|name))?$/i;
const COLUMN_NAME =
  /^(n|counts?|freq|frequency|times|(rater|reader|annotator|coder|judge|observer|dentist|reviewer)([ _-]?\w{1,20})?)$/i;

/** Whether a header names the column that names the units. */
export const isUnitName = (name: string): boolean => UNIT_NAME.test(name);

/**
 * Whether the first row names the columns: it has a name that only a column has and that comes nowhere else, or it is
 * all text (the corner may be empty), no name comes twice, and none of it comes again below.
 */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0] ?? [];
  const below = new Set(rows.slice(1).flat());
  const isOnce = (name: string): boolean => !below.has(name) && first.indexOf(name) === first.lastIndexOf(name);
  if (first.some((name) => (UNIT_NAME.test(name) || COLUMN_NAME.test(name)) && isOnce(name))) return true;
  const names = first.filter((name, at) => at > 0 || name !== '');
  const isText = names.every((name) => name !== '' && Number.isNaN(Number(name)));
  return names.length > 0 && rows.length >= 2 && isText && names.every(isOnce);
}

/**
 * The column that names the units, or -1: by its header (a known name, or an empty corner as R and pandas write), or,
 * without a header, a first column that counts 1, 2, 3 ... or 0, 1, 2 ..., or whose texts are all different and used nowhere else.
 */
export function unitColumnOf({ header, rows }: Sheet): number {
  if (header !== undefined) {
    const named = header.findIndex((name) => isUnitName(name));
    return named >= 0 ? named : header[0] === '' ? 0 : -1;
  }
  const width = rows[0]?.cells.length ?? 0;
  if (width < 2 || rows.length < 3) return -1;
  const first = rows.map((row) => row.cells[0]!);
  return isCounting(first) || isNaming(first, new Set(rows.flatMap((row) => row.cells.slice(1)))) ? 0 : -1;
}

function isCounting(cells: readonly string[]): boolean {
  const from = Number(cells[0]);
  return cells.length >= 5 && (from === 0 || from === 1) && cells.every((cell, at) => cell === `${from + at}`);
}

function isNaming(cells: readonly string[], elsewhere: ReadonlySet<string>): boolean {
  const isText = cells.every((cell) => cell !== '' && Number.isNaN(Number(cell)));
  return isText && new Set(cells).size === cells.length && !cells.some((cell) => elsewhere.has(cell));
}
