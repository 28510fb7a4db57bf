import { pairBySimilarity } from '../agreement/pairing.ts';
import type { Annotation, Geometry, ReadingValues } from '../domain/annotation.ts';
import type { ProtocolSettings } from '../domain/protocol.ts';
import type { AnyModality } from '../modalities/registry.ts';

/** One reader's values, as they were submitted. */
export interface NamedReading {
  readonly reader: string;
  readonly values: ReadingValues;
}

/** One mark of one reader; `geometry` is absent where this release cannot read it: it then stands alone. */
export interface Mark {
  readonly reader: string;
  readonly annotation: Annotation;
  readonly geometry: Geometry | undefined;
}

/** What belongs together: at most one mark of each reader, in the order of the readers' ids. */
export type Finding = readonly Mark[];

/** Counts for as much as half a similarity: among marks that overlap, those of one label are paired first. */
const SAME_LABEL = 0.5;

/**
 * Puts the marks of all readers into findings: each pair of readers is matched one to one (Hungarian) by similarity, the same label
 * preferred; the matches are then joined from the strongest down, never two marks of one reader in one finding. Neither the order of
 * the readings nor that of their annotations changes the outcome.
 */
export function findingsOf(
  modality: AnyModality,
  readings: readonly NamedReading[],
  meta: unknown,
  settings: ProtocolSettings,
): Finding[] {
  const marks = readings
    .toSorted((a, b) => compareText(a.reader, b.reader))
    .map(({ reader, values }) =>
      values.annotations
        .map((annotation) => markOf(modality, reader, annotation))
        .sort((a, b) => compareText(a.annotation.id, b.annotation.id)),
    );
  const matches: Match[] = [];
  marks.forEach((left, at) => {
    for (const right of marks.slice(at + 1)) matches.push(...matchesOf(modality, left, right, meta, settings));
  });
  matches.sort((a, b) => b.strength - a.strength || compareText(a.key, b.key));
  return joined(marks.flat(), matches);
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function markOf(modality: AnyModality, reader: string, annotation: Annotation): Mark {
  const read = modality.readGeometry(annotation.geometry);
  return { reader, annotation, geometry: read.ok ? read.value : undefined };
}

interface Match {
  readonly left: Mark;
  readonly right: Mark;
  readonly strength: number;
  readonly key: string;
}

function matchesOf(
  modality: AnyModality,
  left: readonly Mark[],
  right: readonly Mark[],
  meta: unknown,
  settings: ProtocolSettings,
): Match[] {
  const strength = (i: number, j: number): number => {
    const [a, b] = [left[i]!, right[j]!];
    if (a.geometry === undefined || b.geometry === undefined || a.annotation.source !== b.annotation.source) return 0;
    const similarity = modality.similarity(a.geometry, b.geometry, meta);
    if (similarity <= 0 || similarity < settings.matchSimilarity) return 0;
    return similarity + (a.annotation.label === b.annotation.label ? SAME_LABEL : 0);
  };
  return pairBySimilarity(left.length, right.length, strength, 0).pairs.map((pair) => {
    const [a, b] = [left[pair.left]!, right[pair.right]!];
    return {
      left: a,
      right: b,
      strength: pair.similarity,
      key: `${a.reader} ${a.annotation.id} ${b.reader} ${b.annotation.id}`,
    };
  });
}

/** Joins along the matches, strongest first, as long as no reader would stand twice. */
function joined(marks: readonly Mark[], matches: readonly Match[]): Finding[] {
  const findingByMark = new Map<Mark, Mark[]>(marks.map((mark) => [mark, [mark]]));
  for (const { left, right } of matches) {
    const [a, b] = [findingByMark.get(left)!, findingByMark.get(right)!];
    if (a === b || a.some((one) => b.some((other) => other.reader === one.reader))) continue;
    a.push(...b);
    for (const mark of b) findingByMark.set(mark, a);
  }
  return [...new Set(findingByMark.values())].map((finding) => finding.sort((a, b) => compareText(a.reader, b.reader)));
}
