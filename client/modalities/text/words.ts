/** Start of the grapheme cluster before or after an offset, so that an emoji or a combining mark is one step. */
export function stepGrapheme(text: string, offset: number, direction: 1 | -1): number {
  if (direction > 0) {
    const next = graphemes
      .segment(text.slice(offset, offset + 64))
      [Symbol.iterator]()
      .next();
    return next.done ? offset : offset + next.value.segment.length;
  }
  const from = Math.max(0, offset - 64);
  let last = from;
  for (const one of graphemes.segment(text.slice(from, offset))) last = from + one.index;
  return last;
}

/** Next word boundary: the far end of a word going on, its start going back. */
export function stepWord(text: string, offset: number, direction: 1 | -1): number {
  if (direction > 0) {
    const found = /^[^\p{L}\p{N}]*[\p{L}\p{N}\p{M}]+/u.exec(text.slice(offset, offset + 400));
    return found ? offset + found[0].length : Math.min(text.length, offset + 400);
  }
  const from = Math.max(0, offset - 400);
  const found = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*[^\p{L}\p{N}]*$/u.exec(text.slice(from, offset));
  return found ? from + found.index : from;
}

/** Without white space at either end; `undefined` where nothing is left. */
export function trimmed(text: string, start: number, end: number): { start: number; end: number } | undefined {
  let [from, to] = start <= end ? [start, end] : [end, start];
  while (from < to && /\s/u.test(text[from] ?? '')) from += 1;
  while (to > from && /\s/u.test(text[to - 1] ?? '')) to -= 1;
  return from < to ? { start: from, end: to } : undefined;
}

/** Sorted, overlapping and touching parts joined. */
export function joinedParts(parts: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const joined: { start: number; end: number }[] = [];
  for (const part of [...parts].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && part.start <= last.end) last.end = Math.max(last.end, part.end);
    else joined.push({ start: part.start, end: part.end });
  }
  return joined;
}

/** Every place where `query` stands, without regard to case; at most `most`. */
export function findAll(text: string, query: string, most = 2000): { start: number; end: number }[] {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  const found: { start: number; end: number }[] = [];
  for (const one of text.matchAll(pattern)) {
    found.push({ start: one.index, end: one.index + one[0].length });
    if (found.length === most) break;
  }
  return found;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
