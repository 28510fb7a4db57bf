import type { Attribute, Label } from '@consilium/shared/domain/protocol.ts';
import type { Draft } from '@consilium/shared/document/draft.ts';

/** What stands in the way of publishing: where, and what to do. */
export interface ProtocolProblem {
  readonly at: string;
  readonly message: string;
}

/** Faults that each entry alone cannot show: names twice, questions without answers, links to what is not there. */
export function protocolProblems({ labels, relations, itemAttributes, rules }: Pick<Draft, 'labels' | 'relations' | 'itemAttributes' | 'rules'>): ProtocolProblem[] {
  if (labels.length === 0 && itemAttributes.length === 0) return [{ at: 'Labels', message: 'There is nothing to annotate with. Add a label, or a question about the case.' }];
  const ids = new Set<string>(labels.map(({ id }) => id));
  return [
    ...twice(labels.map(({ name }) => name), 'Label', 'Another label has this name already.'),
    ...twice(labels.flatMap(({ hotkey }) => hotkey ?? []), 'Key', 'Two labels have this key.'),
    ...labels.flatMap((label) => labelProblems(label, labels)),
    ...attributeProblems(itemAttributes, 'Questions'),
    ...twice(relations.map(({ name }) => name), 'Relation', 'Another relation has this name already.'),
    ...relations.flatMap(({ name }, index) => (name.trim() === '' ? [{ at: `Relation ${index + 1}`, message: 'It has no name.' }] : [])),
    ...relations.flatMap(({ name, from, to }) => ([...from, ...to].every((id) => ids.has(id)) ? [] : [{ at: `Relation “${name}”`, message: 'It joins a label that is not in this protocol. Choose again.' }])),
    ...rules.flatMap(({ when }, index) => (when.trim() === '' ? [{ at: `Rule ${index + 1}`, message: 'It does not say when it holds.' }] : [])),
    ...rules.flatMap(({ decide }, index) => (decide.trim() === '' ? [{ at: `Rule ${index + 1}`, message: 'It does not say what to decide.' }] : [])),
  ];
}

function labelProblems(label: Label, labels: readonly Label[]): ProtocolProblem[] {
  const at = `Label “${label.name}”`;
  return [
    ...(label.name.trim() === '' ? [{ at, message: 'It has no name.' }] : []),
    ...(label.definition.trim() === '' ? [{ at, message: 'It has no definition: say what is marked with it, and what is not.' }] : []),
    ...(label.geometries.length === 0 ? [{ at, message: 'Nothing can be drawn with it: allow at least one shape.' }] : []),
    ...(isOwnAncestor(label, labels) ? [{ at, message: 'It stands below itself. Choose another parent.' }] : []),
    ...attributeProblems(label.attributes, at),
    ...label.examples.flatMap(({ sentence, shown }, index) => exampleProblems(sentence, shown).map((message) => ({ at: `${at}, example ${index + 1}`, message }))),
  ];
}

const exampleProblems = (sentence: string, shown: Label['examples'][number]['shown']): string[] => [
  ...(sentence.trim() === '' ? ['It does not say why it is right or wrong.'] : []),
  ...(shown.type === 'passage' && shown.text.trim() === '' ? ['Its passage is empty.'] : []),
];

function isOwnAncestor(label: Label, labels: readonly Label[]): boolean {
  const seen = new Set<string>();
  for (let at: Label | undefined = label; at?.parent !== undefined; at = labels.find(({ id }) => id === at?.parent)) {
    if (at.parent === label.id || seen.has(at.id)) return true;
    seen.add(at.id);
  }
  return false;
}

function attributeProblems(attributes: readonly Attribute[], where: string): ProtocolProblem[] {
  const names = twice(attributes.map(({ name }) => name), `${where}, question`, 'Another question has this name already.');
  return [...names, ...attributes.flatMap((attribute) => attributeProblem(attribute, attributes).map((message) => ({ at: `${where}, question “${attribute.name}”`, message })))];
}

function attributeProblem(attribute: Attribute, all: readonly Attribute[]): string[] {
  const problems: string[] = [];
  const { when } = attribute;
  if (attribute.name.trim() === '') problems.push('It has no name.');
  if ((attribute.type === 'choice' || attribute.type === 'many') && attribute.options.length === 0) problems.push('It has no options to choose from.');
  if ((attribute.type === 'choice' || attribute.type === 'many') && attribute.options.some(({ name }) => name.trim() === '')) problems.push('One of its options has no name.');
  if (attribute.type === 'number' && attribute.min !== undefined && attribute.max !== undefined && attribute.min > attribute.max) problems.push('Its smallest value is larger than its largest.');
  if (when === undefined) return problems;
  const parent = all.find(({ id }) => id === when.attribute);
  if (parent === undefined || parent.id === attribute.id) problems.push('It is shown depending on a question that is not there.');
  else if (when.isOneOf.length === 0) problems.push('It is shown for no answer at all: choose the answers for which it is asked.');
  else if ('options' in parent && when.isOneOf.some((one) => !parent.options.some(({ id }) => id === one))) problems.push(`It is shown for an answer that “${parent.name}” does not have.`);
  return problems;
}

function twice(names: readonly string[], what: string, message: string): ProtocolProblem[] {
  const repeated = names.filter((name, index) => names.findIndex((other) => other.trim().toLowerCase() === name.trim().toLowerCase()) < index);
  return [...new Set(repeated)].map((name) => ({ at: `${what} “${name}”`, message }));
}
