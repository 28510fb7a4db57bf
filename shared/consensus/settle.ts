import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import { type Annotation, AnnotationSchema, type ReadingValues, type Relation } from '../domain/annotation.ts';
import type { AnnotationId, AttributeId } from '../domain/ids.ts';
import { type AttributeValue, AttributeValueSchema } from '../domain/protocol.ts';
import type { Op } from '../document/op.ts';
import type { BallotOption } from './ballot-option.ts';
import type { AnyModality } from '../modalities/registry.ts';
import type { Comparison, Row } from './comparison.ts';
import type { FindingRow } from './finding-row.ts';

/**
 * The annotation that a round (0: the seed) puts into the consensus for a row: the same on every device, so that settling twice
 * settles once. Each round has its own, because what was removed in a document stays removed.
 */
export const consensusAnnotationId = (row: string, round = 0): AnnotationId =>
  `c-${row.slice(0, 40)}-${round}` as AnnotationId; // row ids are url-safe digests

const isOfRow = (annotation: Annotation, row: string): boolean => annotation.id.startsWith(`c-${row.slice(0, 40)}-`);

/**
 * What a consensus begins with: every agreed finding (as the reader who lies nearest to all others marked it), every agreed answer,
 * the relations on which all readers agree between those, and a decision `agreed` for each such row. Deterministic.
 */
export function seedOps(
  comparison: Comparison,
  readings: readonly { readonly reader: string; readonly values: ReadingValues }[],
  modality: AnyModality,
  meta: unknown,
  at: string,
): Op[] {
  const agreed = comparison.rows.filter(
    (row): row is FindingRow => row.subject === 'finding' && row.type === 'agree' && row.sides.length > 0,
  );
  const orders = generateNKeysBetween(null, null, agreed.length);
  const ops: Op[] = agreed.flatMap((row, index): Op[] => {
    const id = consensusAnnotationId(row.id);
    const { flag: _flag, ...annotation } = middleOf(row, modality, meta);
    return [
      { type: 'add annotation', annotation: { ...annotation, id, order: orders[index]! } },
      { type: 'set decision', row: row.id, decision: { option: 'agreed', annotations: [id], at } },
    ];
  });
  for (const relation of agreedRelations(agreed, readings)) ops.push({ type: 'add relation', relation });
  for (const row of comparison.rows)
    if (row.subject === 'answer' && row.type === 'agree')
      ops.push(...answerOps(row.attribute, row.answers[0]?.value, row.id, at));
  return ops;
}

function answerOps(attribute: string, value: AttributeValue | undefined, row: string, at: string): Op[] {
  return [
    { type: 'set answer', attribute: attribute as AttributeId, value }, // an attribute's id, as it stands in the row
    { type: 'set decision', row, decision: { option: 'agreed', annotations: [], at } },
  ];
}

/** The side with the greatest similarity to all others; of equals the first reader's. */
function middleOf(row: FindingRow, modality: AnyModality, meta: unknown): Annotation {
  const geometries = row.sides.map((side) => modality.readGeometry(side.annotation.geometry));
  const nearness = geometries.map((one) =>
    geometries.reduce(
      (sum, other) => sum + (one.ok && other.ok ? modality.similarity(one.value, other.value, meta) : 0),
      0,
    ),
  );
  const most = Math.max(...nearness);
  return row.sides[nearness.findIndex((one) => one >= most - 1e-12)]!.annotation;
}

/** Relations that every reader drew, in one type, between the same two agreed findings. */
function agreedRelations(
  rows: readonly FindingRow[],
  readings: readonly { readonly reader: string; readonly values: ReadingValues }[],
): Relation[] {
  const rowByMark = new Map(
    rows.flatMap((row) => row.sides.map((side) => [`${side.reader} ${side.annotation.id}`, row.id])),
  );
  const keysByReader = readings.map(({ reader, values }) => {
    const ends = values.relations.map(
      (one) => [one.type, rowByMark.get(`${reader} ${one.from}`), rowByMark.get(`${reader} ${one.to}`)] as const,
    );
    return new Set(ends.filter(([, from, to]) => from !== undefined && to !== undefined).map((one) => one.join(' ')));
  });
  const [first, ...rest] = keysByReader;
  const shared = [...(first ?? [])].filter((key) => rest.every((keys) => keys.has(key))).sort();
  return shared.map((key, at) => {
    const words = key.split(' ');
    const [from, to] = [words.at(-2)!, words.at(-1)!];
    return {
      id: `r-${at + 1}`,
      type: words.slice(0, -2).join(' '),
      from: consensusAnnotationId(from),
      to: consensusAnnotationId(to),
    };
  });
}

/**
 * What carries a round's winning option into the consensus: the row's annotation (or answer) put, changed or taken out, and the
 * decision. `redrawn` keeps what stands for the row by now, for people to draw. Applied twice, it changes nothing more.
 * @param round the round's number, from 1
 * @param values the consensus as it stands
 * @param at when it was decided, UTC
 */
export function settleOps(row: Row, option: BallotOption, round: number, values: ReadingValues, at: string): Op[] {
  return row.subject === 'finding' ? settleFinding(row, option, round, values, at) : settleAnswer(row, option, at);
}

function settleFinding(row: FindingRow, option: BallotOption, round: number, values: ReadingValues, at: string): Op[] {
  const standing = values.annotations.find((annotation) => isOfRow(annotation, row.id));
  const id = standing?.id ?? consensusAnnotationId(row.id, round);
  const decided = (annotations: readonly AnnotationId[]): Op => ({
    type: 'set decision',
    row: row.id,
    decision: { option: option.id, annotations, at },
  });
  if (option.kind === 'redrawn') return [decided(standing === undefined ? [] : [id])];
  const order = standing?.order ?? generateKeyBetween(values.annotations.at(-1)?.order ?? null, null);
  const annotation = AnnotationSchema.safeParse({ ...(option.value as object | undefined), id, order }); // a non-object spreads to nothing and fails
  if (option.kind === 'none' || !annotation.success)
    return [...(standing === undefined ? [] : [{ type: 'remove annotation', id } as const]), decided([])];
  if (standing === undefined) return [{ type: 'add annotation', annotation: annotation.data }, decided([id])];
  const { geometry, label, attributes } = annotation.data;
  const ids = new Set([...Object.keys(standing.attributes), ...Object.keys(attributes)]) as Set<AttributeId>; // keys of records by attribute
  return [
    { type: 'set geometry', id, geometry },
    { type: 'set label', id, label },
    ...[...ids].map((attribute): Op => ({ type: 'set attribute', id, attribute, value: attributes[attribute] })),
    decided([id]),
  ];
}

function settleAnswer(row: Extract<Row, { subject: 'answer' }>, option: BallotOption, at: string): Op[] {
  const decision: Op = { type: 'set decision', row: row.id, decision: { option: option.id, annotations: [], at } };
  if (option.kind === 'redrawn') return [decision];
  const value = AttributeValueSchema.safeParse(option.value);
  return [
    {
      type: 'set answer',
      attribute: row.attribute as AttributeId,
      value: option.kind === 'none' || !value.success ? undefined : value.data,
    },
    decision,
  ]; // as above
}
