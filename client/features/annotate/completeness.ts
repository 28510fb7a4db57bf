import type { Annotation, ReadingValues } from '@consilium/shared/domain/annotation.ts';
import type { Attribute, AttributeValue, Label, ProtocolContent } from '@consilium/shared/domain/protocol.ts';

/** One required question without an answer, and where to go to answer it. */
export interface Missing {
  readonly annotation: Annotation | undefined; // undefined: a question about the case
  readonly attribute: Attribute | undefined; // undefined: the label itself is no longer in the protocol
  readonly words: string;
}

type Values = Readonly<Record<string, AttributeValue>>;

/** The questions that apply now: a conditional one only while the one it hangs on is asked and has one of its values. */
export function askedNow(attributes: readonly Attribute[], values: Values): readonly Attribute[] {
  const isAsked = (attribute: Attribute, depth: number): boolean => {
    const { when } = attribute;
    if (!when) return true;
    const other = attributes.find(({ id }) => id === when.attribute);
    const value = values[when.attribute];
    const given = value === undefined ? [] : Array.isArray(value) ? value : [String(value)];
    return depth < attributes.length && other !== undefined && isAsked(other, depth + 1) && given.some((one) => when.isOneOf.includes(one));
  };
  return [...attributes].filter((attribute) => isAsked(attribute, 0)).sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
}

export const isAnswered = (value: AttributeValue | undefined): boolean =>
  value !== undefined && (typeof value === 'number' || (typeof value === 'string' ? value.trim() !== '' : value.length > 0));

/** Everything that stands between a reading and its submission, in the order of the screen. */
export function missingIn(values: ReadingValues, protocol: ProtocolContent): readonly Missing[] {
  const labelsById = new Map<string, Label>(protocol.labels.map((label) => [label.id, label]));
  const ofMarks = values.annotations.flatMap((annotation, i): Missing[] => {
    const label = labelsById.get(annotation.label);
    if (!label) return [{ annotation, attribute: undefined, words: `Mark ${i + 1} has a label that this protocol version no longer has: choose another` }];
    return unanswered(label.attributes, annotation.attributes).map((attribute) => ({ annotation, attribute, words: `Mark ${i + 1}, ${label.name}: ${attribute.name}` }));
  });
  const ofCase = unanswered(protocol.itemAttributes, values.answers).map((attribute) => ({ annotation: undefined, attribute, words: `About the case: ${attribute.name}` }));
  return [...ofMarks, ...ofCase];
}

const unanswered = (attributes: readonly Attribute[], values: Values): readonly Attribute[] =>
  askedNow(attributes, values).filter((attribute) => attribute.isRequired && !isAnswered(values[attribute.id]));
