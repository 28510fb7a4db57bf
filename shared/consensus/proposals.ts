import type { Annotation, Geometry } from '../domain/annotation.ts';
import { canonicalJson } from '../document/content-hash.ts';
import type { ProtocolContent } from '../domain/protocol.ts';
import type { AnyModality } from '../modalities/registry.ts';
import type { BallotOption } from './ballot-option.ts';
import type { AnswerRow } from './answer-row.ts';
import type { Row } from './comparison.ts';
import { type FindingRow, labelName } from './finding-row.ts';
import { sameValueKey, valueInWords } from './values.ts';

/** What a winning option puts into the consensus for a finding. */
export type ProposedAnnotation = Pick<Annotation, 'source' | 'label' | 'geometry' | 'attributes' | 'protocol'>;

export interface ProposalMaking {
  readonly modality: AnyModality;
  readonly meta: unknown;
  readonly protocol: ProtocolContent;
  readonly nameOf: (reader: string) => string;
  /** the source's text, where the modality's words need it */
  readonly content?: string;
}

/**
 * What a round over a row may offer: each reader's mark, the majority, union and intersection where they differ from every reader's,
 * something redrawn together, or no finding. The same row gives the same options with the same ids on every device.
 */
export const proposals = (row: Row, making: ProposalMaking): BallotOption[] =>
  row.subject === 'finding' ? findingOptions(row, making) : answerOptions(row, making);

function findingOptions(row: FindingRow, making: ProposalMaking): BallotOption[] {
  const readers = row.sides.map(
    ({ reader, annotation }): BallotOption => ({
      id: `reader-${reader}`,
      kind: 'reader',
      reader,
      text: `${making.nameOf(reader)}: ${inWords(annotation, making)}`,
      value: proposed(annotation),
    }),
  );
  const combined = combinedOptions(row, making);
  return [
    ...readers,
    ...combined,
    { id: 'redrawn', kind: 'redrawn', text: 'Redraw together' },
    { id: 'none', kind: 'none', text: 'Not a finding' },
  ];
}

const proposed = ({ source, label, geometry, attributes, protocol }: Annotation): ProposedAnnotation => ({
  source,
  label,
  geometry,
  attributes,
  protocol,
});

const combinedTitles = { majority: 'Majority', union: 'Union of all', intersection: 'What all share' } as const;

/** Only where one label leads, and only what is not already there as a reader's own or another combination. */
function combinedOptions(row: FindingRow, making: ProposalMaking): BallotOption[] {
  const label = leading(row.sides.map((side) => side.annotation.label));
  const guide = row.sides.find((side) => side.annotation.label === label)?.annotation;
  if (guide === undefined || row.sides.length < 2) return [];
  const geometries = row.sides.flatMap((side): Geometry[] => {
    const read = making.modality.readGeometry(side.annotation.geometry);
    return read.ok ? [read.value] : [];
  });
  const seen = new Set(geometries.map((geometry) => canonicalJson(geometry)));
  const attributes = majorityAttributes(row);
  const kinds =
    row.sides.length > 2 ? (['majority', 'union', 'intersection'] as const) : (['union', 'intersection'] as const); // of two, the majority is both
  return kinds.flatMap((kind): BallotOption[] => {
    const geometry = making.modality.combine(geometries, kind, making.meta);
    if (geometry === undefined || seen.has(canonicalJson(geometry))) return [];
    seen.add(canonicalJson(geometry));
    const value: ProposedAnnotation = { ...proposed(guide), geometry, attributes };
    return [{ id: kind, kind, text: `${combinedTitles[kind]}: ${inWords(value, making)}`, value }];
  });
}

/** The value most often named; `undefined` where two lead. */
function leading<T>(values: readonly T[]): T | undefined {
  const groups = [...Map.groupBy(values, (value) => value)].sort(([, a], [, b]) => b.length - a.length);
  return groups[0] !== undefined && groups[0][1].length !== groups[1]?.[1].length ? groups[0][0] : undefined;
}

/** What more than half of the sides say; an attribute on which they do not agree is left to be filled in. */
function majorityAttributes(row: FindingRow): Annotation['attributes'] {
  const attributes: Annotation['attributes'] = {};
  for (const side of row.sides) {
    for (const [id, value] of Object.entries(side.annotation.attributes)) {
      const same = row.sides.filter(
        (other) =>
          sameValueKey(other.annotation.attributes[id as keyof Annotation['attributes']], undefined) ===
          sameValueKey(value, undefined),
      );
      if (same.length * 2 > row.sides.length) attributes[id as keyof Annotation['attributes']] = value; // a key of the same record
    }
  }
  return attributes;
}

function inWords(
  value: ProposedAnnotation | Annotation,
  { modality, meta, protocol, content }: ProposalMaking,
): string {
  const read = modality.readGeometry(value.geometry);
  const place = read.ok ? modality.describe(read.value, meta, content) : 'made by a newer release';
  const attributes = protocol.labels.find((label) => label.id === value.label)?.attributes ?? [];
  const said = attributes.flatMap((attribute) => {
    const given = value.attributes[attribute.id];
    return given === undefined ? [] : [`${attribute.name.toLowerCase()} ${valueInWords(given, attribute)}`];
  });
  return [labelName(protocol, value.label), place, ...said].join(', ');
}

function answerOptions(row: AnswerRow, { protocol, nameOf }: ProposalMaking): BallotOption[] {
  const attribute = protocol.itemAttributes.find((one) => one.id === row.attribute);
  const given = row.answers.filter((answer) => answer.value !== undefined);
  const groups = [...Map.groupBy(given, (answer) => sameValueKey(answer.value, attribute))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return [
    ...groups.map(
      ([, answers], at): BallotOption => ({
        id: `answer-${at + 1}`,
        kind: 'answer',
        text: `${valueInWords(answers[0]!.value, attribute)} (${answers.map((answer) => nameOf(answer.reader)).join(', ')})`,
        value: answers[0]!.value,
      }),
    ),
    { id: 'redrawn', kind: 'redrawn', text: 'Answer together' },
    { id: 'none', kind: 'none', text: 'Leave without an answer' },
  ];
}
