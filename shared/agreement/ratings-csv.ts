import Papa from 'papaparse';
import { failed, ok, type Result } from '../kernel/result.ts';
import { hasHeader, unitColumnOf } from './ratings-columns.ts';
import { pivotLongRatings } from './ratings-long.ts';
import type { Rating, RatingsTable } from './ratings.ts';
import { type Fault, missingOr, type Sheet } from './ratings-sheet.ts';

/**
 * Reads a table of ratings separated by commas, semicolons or tabs (RFC 4180 quoting).
 * - One row per unit, one column per rater; a header line is recognised and optional.
 * - A leading column that names the units is left out.
 * - A column headed n, count, freq, frequency or times says how many units gave that row's pattern.
 * - Headed unit, rater and rating, the table is long: one row per rating.
 * - Missing: an empty cell, NA, N/A, NaN, null, none in any case, `.`, `-`, `?` or `*`.
 * - Cells are numbers (1.5, or 1,5 between semicolons) when every rating of the table is one, otherwise text.
 */
export function readRatingsCsv(content: string): Result<RatingsTable, Fault> {
  const sheet = readSheet(content);
  if (!sheet.ok) return sheet;
  const long = pivotLongRatings(sheet.value);
  if (long !== undefined) return long.ok ? ok({ ratings: typed(long.value) }) : long;
  return readWide(sheet.value);
}

function readSheet(content: string): Result<Sheet, Fault> {
  const parsed = Papa.parse<string[]>(content, { delimiter: delimiterOf(content) });
  const rows = withLines(parsed.data);
  const quotes = parsed.errors.find((error) => error.type === 'Quotes');
  if (quotes !== undefined)
    return failed({
      message: 'a quoted cell does not end as it should; close it with " and double any " inside it',
      line: rows[quotes.row ?? 0]?.line ?? 1,
    });
  const filled = rows.filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  const first = filled[0];
  if (first === undefined) return failed({ message: 'has no cells; give one row per unit and one column per rater' });
  const ragged = filled.find(({ cells }) => cells.length !== first.cells.length);
  if (ragged !== undefined)
    return failed({
      message: `cells in this row: ${ragged.cells.length}, in line ${first.line}: ${first.cells.length}; leave a cell empty where a rating is missing`,
      line: ragged.line,
    });
  const isHeaded = hasHeader(filled.map((row) => row.cells));
  return ok({ header: isHeaded ? first.cells : undefined, rows: isHeaded ? filled.slice(1) : filled });
}

/** The one of comma, semicolon and tab that the first line holds most of, outside quotes. */
function delimiterOf(content: string): string {
  const first = /[^\s].*/.exec(content)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const counted = [',', ';', '\t'].map((mark) => ({ mark, times: first.split(mark).length }));
  return counted.reduce((most, next) => (next.times > most.times ? next : most)).mark;
}

/** A quoted cell may run over lines: a row's line is where it starts. */
function withLines(rows: readonly (readonly string[])[]): Sheet['rows'] {
  let line = 1;
  return rows.map((cells) => {
    const row = { cells: cells.map((cell) => cell.trim()), line };
    line += cells.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 1);
    return row;
  });
}

function readWide(sheet: Sheet): Result<RatingsTable, Fault> {
  if (sheet.rows.length === 0)
    return failed({ message: 'has a header but no ratings below it; give one row per unit' });
  const countColumn = sheet.header?.findIndex((name) => /^(n|counts?|freq|frequency|times)$/i.test(name)) ?? -1;
  const unitColumn = unitColumnOf(sheet);
  const raters = sheet.rows[0]!.cells.flatMap((_, at) => (at === countColumn || at === unitColumn ? [] : [at]));
  if (raters.length === 0) return failed({ message: 'has no column of ratings; give one column per rater' });
  const rows: (string | null)[][] = [];
  for (const { cells, line } of sheet.rows) {
    const times = countColumn < 0 ? 1 : readCount(cells[countColumn]!);
    if (times === undefined)
      return failed({ message: `the count "${cells[countColumn]}" is no whole number from 0 up; mend it`, line });
    if (rows.length + times > MOST_UNITS)
      return failed({ message: `the counts come to more than ${MOST_UNITS} units; check the column of counts`, line });
    const ratings = raters.map((at) => missingOr(cells[at]!));
    for (let unit = 0; unit < times; unit++) rows.push(ratings);
  }
  return ok({ ratings: typed(rows) });
}

/** A wrong count must not exhaust the memory. */
const MOST_UNITS = 5_000_000;

const readCount = (cell: string): number | undefined => (/^\d{1,12}$/.test(cell) ? Number(cell) : undefined);

function typed(rows: readonly (readonly (string | null)[])[]): readonly (readonly (Rating | null)[])[] {
  const isNumeric = rows.every((row) => row.every((cell) => cell === null || NUMBER.test(cell)));
  if (!isNumeric) return rows;
  return rows.map((row) => row.map((cell) => (cell === null ? null : Number(cell.replace(',', '.')))));
}

const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
