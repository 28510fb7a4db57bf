import type { Relation } from '@consilium/shared/domain/annotation.ts';
import type { ViewerMark } from '../contract.ts';

/** One line of the text: UTF-16 offsets, half-open, without its line break. */
export interface Line {
  readonly number: number; // 1-based
  readonly start: number;
  readonly end: number;
}

/** A mark's part with the lane it is underlined in: 0 is nearest the text; overlapping parts never share one. */
export interface PlacedPart {
  readonly mark: ViewerMark;
  readonly start: number;
  readonly end: number;
  readonly lane: number;
  readonly isFirst: boolean; // the mark's first part carries its tag
}

/** A run of text under the same marks. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly PlacedPart[];
}

/** Lines end at LF, CRLF or CR; the last line may be empty. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const found of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ number: lines.length + 1, start, end: found.index });
    start = found.index + found[0].length;
  }
  lines.push({ number: lines.length + 1, start, end: text.length });
  return lines;
}

/** The parts of a mark's geometry; none for marks of the whole document. */
export function partsOf(mark: ViewerMark): readonly { start: number; end: number }[] {
  const parts = mark.annotation.geometry.parts;
  if (!Array.isArray(parts)) return [];
  return parts.filter(
    (part): part is { start: number; end: number } => typeof part?.start === 'number' && typeof part?.end === 'number',
  );
}

export const startOf = (mark: ViewerMark): number => partsOf(mark)[0]?.start ?? 0;

/** Marks that a caret at this offset touches, both ends included. */
export const marksAt = (marks: readonly ViewerMark[], offset: number): readonly ViewerMark[] =>
  marks.filter((mark) => !mark.isHidden && partsOf(mark).some((part) => part.start <= offset && offset <= part.end));

/** The mark after (or before) the given one in the order of the text; without one the first (or last). */
export function nextInText(marks: readonly ViewerMark[], current: string | undefined, by: 1 | -1): ViewerMark | undefined {
  const inText = marks
    .filter((mark) => !mark.isHidden && partsOf(mark).length > 0)
    .sort((a, b) => startOf(a) - startOf(b));
  const at = inText.findIndex((mark) => mark.annotation.id === current);
  return at < 0 ? inText.at(by === 1 ? 0 : -1) : inText[at + by];
}

/** Of each relation the mark that begins first in the text: the arc bows above it. Marks that are hidden have none. */
export function archedMarks(marks: readonly ViewerMark[], relations: readonly Relation[]): ReadonlySet<string> {
  const seen = new Map(marks.filter(({ isHidden }) => !isHidden).map((mark) => [mark.annotation.id, mark]));
  return new Set(
    relations.flatMap(({ from, to }) => {
      const [one, other] = [seen.get(from), seen.get(to)];
      return one && other ? [startOf(other) < startOf(one) ? to : from] : [];
    }),
  );
}

/** Gives every part the lowest lane free over its whole length; longer parts that start first lie nearest the text. */
export function placeParts(marks: readonly ViewerMark[]): PlacedPart[] {
  const all = marks
    .filter((mark) => !mark.isHidden)
    .flatMap((mark) => partsOf(mark).map((part, index) => ({ mark, ...part, isFirst: index === 0 })))
    .sort((a, b) => a.start - b.start || b.end - a.end || (a.mark.key < b.mark.key ? -1 : 1));
  const laneEnds: number[] = [];
  return all.map((part) => {
    const free = laneEnds.findIndex((end) => end <= part.start);
    const lane = free < 0 ? laneEnds.length : free;
    laneEnds[lane] = part.end;
    return { ...part, lane };
  });
}

/** Cuts a line where any part begins or ends. Parts may begin before or end after the line. An empty line has no segment. */
export function segmentsOf(line: Line, parts: readonly PlacedPart[]): Segment[] {
  const here = parts.filter((part) => part.start < line.end && part.end > line.start);
  const cuts = new Set([line.start, line.end]);
  for (const part of here) {
    if (part.start > line.start) cuts.add(part.start);
    if (part.end < line.end) cuts.add(part.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? line.end;
    return {
      start,
      end,
      parts: here.filter((part) => part.start < end && part.end > start).sort((a, b) => b.lane - a.lane),
    };
  });
}

/** Which parts touch which line, found once for all lines. */
export function partsByLine(lines: readonly Line[], parts: readonly PlacedPart[]): PlacedPart[][] {
  const byLine: PlacedPart[][] = lines.map(() => []);
  for (const part of parts) {
    for (let index = lineAt(lines, part.start); index < lines.length; index++) {
      const line = lines[index];
      if (!line || line.start >= part.end) break;
      byLine[index]?.push(part);
    }
  }
  return byLine;
}

/** Index of the line that holds an offset; an offset inside a line break belongs to the line before it. */
export function lineAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
