import * as z from 'zod/mini';
import { failed, ok, type Result } from '../kernel/result.ts';
import { readRatingsCsv } from './ratings-csv.ts';
import type { Rating, RatingsTable } from './ratings.ts';
import type { Fault } from './ratings-sheet.ts';

/** Why a file is no ratings table: what, where (`line`, from 1, when known) and what to do, in one sentence or two. */
export type UnreadableRatings = {
  readonly type: 'UnreadableRatings';
  readonly message: string;
  readonly line?: number;
};

/**
 * Reads a ratings table from a file's text.
 * JSON: `{"ratings": [[...], ...]}` (other keys are ignored) or the bare array; units by raters, `null` where missing.
 * CSV, semicolon or tab separated: a column per rater, see `readRatingsCsv`.
 * @param fileName decides the format by its ending (.json, otherwise CSV unless the text starts like JSON) and names the file in messages
 */
export function readRatings(text: string, fileName: string): Result<RatingsTable, UnreadableRatings> {
  const content = text.replace(/^\uFEFF/, '');
  if (content.trim() === '')
    return unreadable(fileName, 'the file is empty; give one row per unit and one column per rater');
  const isJson = /\.json$/i.test(fileName) || (!/\.(csv|tsv|txt)$/i.test(fileName) && /^\s*[[{]/.test(content));
  const read = isJson ? readRatingsJson(content) : readRatingsCsv(content);
  return read.ok ? read : unreadable(fileName, read.error.message, read.error.line);
}

function unreadable(fileName: string, message: string, line?: number): Result<never, UnreadableRatings> {
  const at = line === undefined ? fileName : `${fileName}, line ${line}`;
  return failed({ type: 'UnreadableRatings', message: `${at}: ${message}`, ...(line === undefined ? {} : { line }) });
}

const RatingCell = z.nullable(z.union([z.string(), z.number(), z.boolean()]));

function readRatingsJson(content: string): Result<RatingsTable, Fault> {
  const parsed = parseJson(content);
  if (!parsed.ok) return parsed;
  const rows = rowsOf(parsed.value);
  if (rows === undefined)
    return failed({
      message: 'has no "ratings" array; give {"ratings": [[...], ...]}, one row per unit, one value per rater',
    });
  if (rows.length === 0) return failed({ message: '"ratings" is empty; give one row per unit' });
  const ratings: (Rating | null)[][] = [];
  for (const [at, row] of rows.entries()) {
    const read = readRow(row, at, ratings[0]?.length);
    if (!read.ok) return read;
    ratings.push(read.value);
  }
  return ok({ ratings });
}

function parseJson(content: string): Result<unknown, Fault> {
  try {
    return ok(JSON.parse(content));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const position = /position (\d+)/.exec(reason)?.[1];
    const line = position === undefined ? {} : { line: content.slice(0, Number(position)).split('\n').length };
    return failed({ message: `is not valid JSON (${oneLine(reason)}); mend it there, or export it again`, ...line });
  }
}

/** A parser's words may quote the file: keep them to one short line. */
const oneLine = (reason: string): string => reason.replaceAll(/\s+/g, ' ').slice(0, 160);

function rowsOf(content: unknown): readonly unknown[] | undefined {
  if (Array.isArray(content)) return content;
  const table = z.object({ ratings: z.array(z.unknown()) }).safeParse(content);
  return table.success ? table.data.ratings : undefined;
}

function readRow(row: unknown, at: number, raters: number | undefined): Result<(Rating | null)[], Fault> {
  if (!Array.isArray(row))
    return failed({ message: `"ratings" row ${at + 1} is not an array; give one value per rater` });
  if (row.length === 0) return failed({ message: `"ratings" row ${at + 1} is empty; give one value per rater` });
  if (raters !== undefined && row.length !== raters)
    return failed({
      message: `"ratings" row ${at + 1} has ${row.length} values where row 1 has ${raters}; write null where a rating is missing`,
    });
  const wrong = row.findIndex((cell) => !RatingCell.safeParse(cell).success);
  if (wrong >= 0)
    return failed({
      message: `"ratings" row ${at + 1}, value ${wrong + 1} is neither text, a number, true, false nor null; give the label itself`,
    });
  return ok(row.map((cell) => RatingCell.parse(cell)));
}
