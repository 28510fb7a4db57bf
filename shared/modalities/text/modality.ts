import { failed, ok, type Result } from '../../kernel/result.ts';
import type { Modality } from '../contract.ts';
import { readVersioned } from '../read-versioned.ts';
import { type TextGeometry, TextGeometrySchema } from './geometry.ts';
import { type TextMeta, TextMetaSchema } from './meta.ts';
import { coveredByAtLeast, lengthOf, partsOf } from './spans.ts';

/** Notes, reports and letters: plain text. */
export const text: Modality<TextGeometry, TextMeta> = {
  id: 'text',
  title: 'Text',
  kinds: [
    { kind: 'text.span', title: 'Passage', key: 'KeyS' },
    { kind: 'text.whole', title: 'Whole document', key: 'KeyD' },
  ],
  readMeta: readTextMeta,
  readGeometry: (value) => readVersioned(value, TextGeometrySchema, {}),
  similarity: textSimilarity,
  apart: (a, b) => `IoU ${textSimilarity(a, b).toFixed(2)}`,
  combine: combineText,
  describe: describeText,
  place: (geometry) => (geometry.kind === 'text.span' ? (geometry.parts[0]?.start ?? 0) : 0),
};

function readTextMeta(value: unknown): Result<TextMeta, { type: 'Malformed'; at: string }> {
  const parsed = TextMetaSchema.safeParse(value);
  return parsed.success
    ? ok(parsed.data)
    : failed({ type: 'Malformed', at: parsed.error.issues[0]?.path.join('.') ?? '' });
}

/** Intersection over union of the characters (UTF-16 units) covered; two whole documents are the same, a whole and a part never. */
function textSimilarity(a: TextGeometry, b: TextGeometry): number {
  if (a.kind === 'text.whole' || b.kind === 'text.whole') return a.kind === b.kind ? 1 : 0;
  const union = lengthOf([...a.parts, ...b.parts]);
  return union === 0 ? 0 : lengthOf(coveredByAtLeast([a.parts, b.parts], 2)) / union;
}

/** Characters that all, any, or more than half of the spans cover; may be discontinuous. */
function combineText(
  geometries: readonly TextGeometry[],
  how: 'intersection' | 'union' | 'majority',
): TextGeometry | undefined {
  const [first] = geometries;
  if (first === undefined) return undefined;
  if (geometries.every((one) => one.kind === 'text.whole')) return first;
  if (geometries.some((one) => one.kind === 'text.whole')) return undefined;
  const count = geometries.length;
  const least = how === 'union' ? 1 : how === 'intersection' ? count : Math.floor(count / 2) + 1;
  const parts = coveredByAtLeast(geometries.map(partsOf), least);
  return parts.length === 0 ? undefined : { kind: 'text.span', version: 1, parts };
}

const LONGEST_PASSAGE = 40;

/** “the passage” (at most 40 characters, line breaks as spaces) where the text is at hand, its characters counted otherwise. */
function describeText(geometry: TextGeometry, _meta: TextMeta, content?: string): string {
  if (geometry.kind === 'text.whole') return 'whole document';
  if (content === undefined) {
    const length = lengthOf(geometry.parts);
    return `${length} ${length === 1 ? 'character' : 'characters'} at ${(geometry.parts[0]?.start ?? 0) + 1}`;
  }
  const passage = geometry.parts
    .map((part) => content.slice(part.start, part.end))
    .join(' … ')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = [...passage];
  return `“${letters.length > LONGEST_PASSAGE ? `${letters.slice(0, LONGEST_PASSAGE - 1).join('')}…` : passage}”`;
}
