import { failed, ok, type Result } from '../kernel/result.ts';
import { isUnitName } from './ratings-columns.ts';
import { type Fault, missingOr, type Sheet } from './ratings-sheet.ts';

const RATER_NAME = /^(rater|reader|annotator|coder|judge|observer|reviewer)([ _-]?(id|name))?$/i;
const RATING_NAME = /^(rating|label|value|category|code|class|score|answer)$/i;

/**
 * Turns one row per rating into units by raters, both in order of appearance.
 * @returns `undefined` when the header does not name a unit, a rater and a rating column
 */
export function pivotLongRatings(sheet: Sheet): Result<readonly (readonly (string | null)[])[], Fault> | undefined {
  const { header = [] } = sheet;
  const unitColumn = header.findIndex(isUnitName);
  const raterColumn = header.findIndex((name) => RATER_NAME.test(name));
  const ratingColumn = header.findIndex((name) => RATING_NAME.test(name));
  if (unitColumn < 0 || raterColumn < 0 || ratingColumn < 0) return undefined;
  if (sheet.rows.length === 0)
    return failed({ message: 'has a header but no ratings below it; give one row per rating' });
  const raters = [...new Set(sheet.rows.map(({ cells }) => cells[raterColumn]!))];
  const column = new Map(raters.map((rater, at) => [rater, at]));
  const rowOf = new Map<string, (string | null)[]>();
  const rated = new Set<string>();
  for (const { cells, line } of sheet.rows) {
    const [unit, rater] = [cells[unitColumn]!, cells[raterColumn]!];
    const row = rowOf.get(unit) ?? raters.map(() => null);
    rowOf.set(unit, row);
    const key = JSON.stringify([unit, rater]);
    if (rated.has(key))
      return failed({ message: `${rater} rates ${unit} a second time; keep one rating for each unit and rater`, line });
    rated.add(key);
    row[column.get(rater)!] = missingOr(cells[ratingColumn]!);
  }
  return ok([...rowOf.values()]);
}
