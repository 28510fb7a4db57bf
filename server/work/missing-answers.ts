import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import type { Attribute, AttributeValue, ProtocolContent } from '@consilium/shared/domain/protocol.ts';

/** What a reading lacks, for a person to mend: where, and what to do. */
export interface Missing {
  readonly annotation: string | null; // null: of the item as a whole
  readonly attribute: string | null;
  readonly message: string;
}

type Answers = Readonly<Record<string, AttributeValue>>;

/** Everything a reading lacks under its protocol: required questions that are shown and not answered, answers that cannot be, labels and shapes that are not allowed. */
export function missingAnswers({ annotations, answers }: Pick<ReadingValues, 'annotations' | 'answers'>, protocol: ProtocolContent): Missing[] {
  const labels = new Map(protocol.labels.map((label) => [label.id, label]));
  const ofItem = faultsOf(protocol.itemAttributes, answers, null, 'The item');
  const ofAnnotations = annotations.flatMap(({ id, label, geometry, attributes }, index): Missing[] => {
    const known = labels.get(label);
    if (known === undefined) return [{ annotation: id, attribute: null, message: `Annotation ${index + 1} has a label that this protocol version does not have. Give it another label.` }];
    const where = `Annotation ${index + 1} (${known.name})`;
    const isAllowed = known.geometries.length === 0 || known.geometries.includes(geometry.kind);
    const shape = isAllowed ? [] : [{ annotation: id, attribute: null, message: `${where} is drawn as ${geometry.kind}, which this label does not allow.` }];
    return [...shape, ...faultsOf(known.attributes, attributes, id, where)];
  });
  return [...ofItem, ...ofAnnotations];
}

function faultsOf(attributes: readonly Attribute[], answers: Answers, annotation: string | null, where: string): Missing[] {
  return attributes.flatMap((attribute): Missing[] => {
    if (!isShown(attribute, attributes, answers)) return [];
    const value = answers[attribute.id];
    const fault = isEmpty(value) ? (attribute.isRequired ? 'is not answered' : undefined) : faultOf(attribute, value!);
    return fault === undefined ? [] : [{ annotation, attribute: attribute.id, message: `${where}: “${attribute.name}” ${fault}.` }];
  });
}

/** A question is shown while the question it hangs on is shown and has one of the answers asked for. @param depth ends a chain that bites its own tail */
export function isShown(attribute: Attribute, all: readonly Attribute[], answers: Answers, depth = 0): boolean {
  const { when } = attribute;
  if (when === undefined) return true;
  const parent = all.find(({ id }) => id === when.attribute);
  if (parent === undefined || depth > all.length || !isShown(parent, all, answers, depth + 1)) return false;
  const value = answers[parent.id];
  return (Array.isArray(value) ? value : [String(value ?? '')]).some((one) => when.isOneOf.includes(one));
}

const isEmpty = (value: AttributeValue | undefined): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function faultOf(attribute: Attribute, value: AttributeValue): string | undefined {
  switch (attribute.type) {
    case 'choice':
      return attribute.options.some(({ id }) => id === value) ? undefined : 'has an answer that is not among its options';
    case 'many':
      return Array.isArray(value) && value.every((one) => attribute.options.some(({ id }) => id === one)) ? undefined : 'has an answer that is not among its options';
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number';
      const { min = -Infinity, max = Infinity, unit = '' } = attribute;
      return value >= min && value <= max ? undefined : `must be from ${min} to ${max} ${unit}`.trimEnd();
    }
    case 'text':
      return typeof value === 'string' ? undefined : 'is not text';
  }
}
