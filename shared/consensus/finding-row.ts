import { canonicalJson } from '../document/content-hash.ts';
import { askedValues } from '../domain/asked.ts';
import type { Attribute, Label, ProtocolContent } from '../domain/protocol.ts';
import type { AnyModality } from '../modalities/registry.ts';
import type { Row, RowType } from './comparison.ts';
import type { Finding, Mark } from './findings.ts';
import { sameValueKey, valueInWords } from './values.ts';

export type FindingRow = Extract<Row, { subject: 'finding' }>;

/** What rows are made with. `digest` gives a url-safe digest of a text, at most 64 characters. */
export interface RowMaking {
  readonly modality: AnyModality;
  readonly protocol: ProtocolContent;
  readonly meta: unknown;
  readonly item: string;
  readonly readers: readonly string[];
  digest(text: string): string;
}

/** The row of one finding. What weighs most names the type (presence, label, extent, attribute); `why` says all that differs. */
export function findingRow(finding: Finding, making: RowMaking): FindingRow {
  const { readers, item, protocol } = making;
  const sides = finding.map(({ reader, annotation }) => ({ reader, annotation }));
  const present = new Set(finding.map((mark) => mark.reader));
  const missing = readers.filter((reader) => !present.has(reader));
  const labels = [...new Set(finding.map((mark) => labelName(protocol, mark.annotation.label)))];
  const pairs = pairsOf(finding, making);
  const differences = differencesOf(finding, missing, labels, pairs, making);
  const similarities = pairs.map((pair) => pair.similarity);
  return {
    subject: 'finding',
    id: making.digest(canonicalJson({ item, sides })),
    type: differences[0]?.type ?? 'agree',
    title: labels.join(' or '),
    why: differences.length === 0 ? agreementInWords(pairs) : differences.map((one) => one.words).join('; '),
    sides,
    missing,
    ...(similarities.length === 0
      ? {}
      : { similarity: similarities.reduce((sum, one) => sum + one, 0) / similarities.length }),
  };
}

export const labelOf = (protocol: ProtocolContent, id: string): Label | undefined =>
  protocol.labels.find((label) => label.id === id);
export const labelName = (protocol: ProtocolContent, id: string): string => labelOf(protocol, id)?.name ?? id;

interface ComparedPair {
  readonly similarity: number;
  readonly apart: string;
}

function pairsOf(finding: Finding, { modality, meta }: RowMaking): ComparedPair[] {
  const pairs: ComparedPair[] = [];
  finding.forEach((first, at) => {
    for (const second of finding.slice(at + 1)) {
      if (first.geometry === undefined || second.geometry === undefined) continue;
      pairs.push({
        similarity: modality.similarity(first.geometry, second.geometry, meta),
        apart: modality.apart(first.geometry, second.geometry, meta),
      });
    }
  });
  return pairs;
}

const leastAlike = (pairs: readonly ComparedPair[]): ComparedPair | undefined =>
  pairs.reduce<ComparedPair | undefined>(
    (least, pair) => (least === undefined || pair.similarity < least.similarity ? pair : least),
    undefined,
  );

interface Difference {
  readonly type: RowType;
  readonly words: string;
}

/** All differences, the weightiest first. */
function differencesOf(
  finding: Finding,
  missing: readonly string[],
  labels: readonly string[],
  pairs: readonly ComparedPair[],
  making: RowMaking,
): Difference[] {
  const differences: Difference[] = [];
  if (missing.length > 0)
    differences.push({ type: 'found by some', words: `Marked by ${finding.length} of ${making.readers.length}` });
  if (labels.length > 1) differences.push({ type: 'label differs', words: `Label differs: ${labels.join(', ')}` });
  const least = leastAlike(pairs);
  if (least !== undefined && least.similarity < making.protocol.settings.extentSimilarity) {
    differences.push({ type: 'extent differs', words: `Extent differs, ${least.apart}` });
  }
  if (labels.length === 1)
    differences.push(
      ...attributeDifferences(finding, labelOf(making.protocol, finding[0]!.annotation.label)?.attributes ?? []),
    );
  if (finding.some((mark) => mark.geometry === undefined))
    differences.push({ type: 'found by some', words: 'Made by a newer release: cannot be read here' });
  return differences;
}

function attributeDifferences(finding: Finding, attributes: readonly Attribute[]): Difference[] {
  const asked = finding.map((mark: Mark) => askedValues(attributes, mark.annotation.attributes));
  const ids = new Set([
    ...attributes.map((attribute) => attribute.id as string),
    ...asked.flatMap((values) => Object.keys(values)).sort(),
  ]);
  return [...ids].flatMap((id): Difference[] => {
    const attribute = attributes.find((one) => one.id === id);
    const keys = new Set(asked.map((values) => sameValueKey(values[id], attribute)));
    if (keys.size < 2) return [];
    const said = [...new Set(asked.map((values) => valueInWords(values[id], attribute)))];
    return [{ type: 'attribute differs', words: `${attribute?.name ?? id} differs: ${said.join(', ')}` }];
  });
}

function agreementInWords(pairs: readonly ComparedPair[]): string {
  const least = leastAlike(pairs);
  if (least === undefined) return 'Marked';
  return least.similarity === 1 ? 'All agree' : `All agree, ${least.apart}`;
}
