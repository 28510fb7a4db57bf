import type { TextGeometry } from './geometry.ts';

export type Part = { readonly start: number; readonly end: number };

export const partsOf = (geometry: TextGeometry): readonly Part[] =>
  geometry.kind === 'text.span' ? geometry.parts : [];

/** Sorted, overlapping and touching parts joined, empty ones left out. */
export function normalised(parts: readonly Part[]): Part[] {
  const joined: { start: number; end: number }[] = [];
  for (const part of parts
    .filter((one) => one.end > one.start)
    .toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last !== undefined && part.start <= last.end) last.end = Math.max(last.end, part.end);
    else joined.push({ start: part.start, end: part.end });
  }
  return joined;
}

export const lengthOf = (parts: readonly Part[]): number =>
  normalised(parts).reduce((sum, part) => sum + part.end - part.start, 0);

/** The characters (UTF-16 units) that at least `least` of the spans cover, as sorted parts that do not touch. */
export function coveredByAtLeast(spans: readonly (readonly Part[])[], least: number): Part[] {
  const edges = spans.flatMap((parts) =>
    normalised(parts).flatMap((part) => [
      { at: part.start, step: 1 },
      { at: part.end, step: -1 },
    ]),
  );
  edges.sort((a, b) => a.at - b.at);
  const covered: Part[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < edges.length; ) {
    const position = edges[at]!.at;
    const before = depth;
    while (at < edges.length && edges[at]!.at === position) depth += edges[at++]!.step;
    if (before < least && depth >= least) start = position;
    if (before >= least && depth < least) covered.push({ start, end: position });
  }
  return covered;
}
