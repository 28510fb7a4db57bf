import { canonicalJson } from '@consilium/shared/document/content-hash.ts';
import type { Attribute, Label, ProtocolContent } from '@consilium/shared/domain/protocol.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What is new against the version before, in sentences an annotator reads before going on; the first version is just that. */
export function protocolChanges(before: ProtocolContent | undefined, after: ProtocolContent): string[] {
  if (before === undefined) return ['First version.'];
  const said = [
    ...listChanges('Label', before.labels, after.labels, labelChanges),
    ...listChanges('Question', before.itemAttributes, after.itemAttributes, attributeChanges),
    ...listChanges('Relation', before.relations, after.relations, () => []),
    ...listChanges('Rule', before.rules.map(ruleNamed), after.rules.map(ruleNamed), () => []),
    ...(isSame(before.guideline, after.guideline) ? [] : ['The guideline text is changed.']),
    ...settingsChanges(before.settings, after.settings),
  ];
  return said.length === 0 ? ['Only the order or the layout is changed.'] : said;
}

const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
const ruleNamed = <Rule extends { when: string }>(rule: Rule) => ({ ...rule, name: rule.when });

function listChanges<T extends Named>(what: string, before: readonly T[], after: readonly T[], inWords: (before: T, after: T) => string[]): string[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((one) => {
    const was = old.get(one.id);
    if (was === undefined) return [`${what} “${one.name}” is new.`];
    if (isSame({ ...was, order: '' }, { ...one, order: '' })) return [];
    const renamed = was.name === one.name ? [] : [`${what} “${was.name}” is now called “${one.name}”.`];
    const said = [...renamed, ...inWords(was, one)];
    return said.length === 0 ? [`${what} “${one.name}” is changed.`] : said;
  });
  return [...changed, ...before.filter(({ id }) => !kept.has(id)).map(({ name }) => `${what} “${name}” is gone.`)];
}

function labelChanges(before: Label, after: Label): string[] {
  const at = `Label “${after.name}”`;
  return [
    ...(before.definition === after.definition ? [] : [`${at}: the definition is changed.`]),
    ...(isSame(before.geometries, after.geometries) ? [] : [`${at}: other shapes may be drawn (${after.geometries.map(shapeOf).join(', ')}).`]),
    ...(isSame(before.examples, after.examples) ? [] : [`${at}: the examples are changed.`]),
    ...(isSame([before.colour, before.pattern], [after.colour, after.pattern]) ? [] : [`${at}: it is drawn in another colour or pattern.`]),
    ...(before.hotkey === after.hotkey ? [] : [`${at}: its key is ${after.hotkey ?? 'none'}.`]),
    ...listChanges(`${at}: question`, before.attributes, after.attributes, attributeChanges),
  ];
}

const shapeOf = (kind: string): string => kind.slice(kind.indexOf('.') + 1);

function attributeChanges(before: Attribute, after: Attribute): string[] {
  const at = `Question “${after.name}”`;
  const options = 'options' in before && 'options' in after && !isSame(before.options, after.options) ? [`${at}: the options are now ${after.options.map(({ name }) => name).join(', ')}.`] : [];
  return [
    ...(before.isRequired === after.isRequired ? [] : [`${at} is ${after.isRequired ? 'now required' : 'no longer required'}.`]),
    ...options,
    ...(isSame(before.when, after.when) ? [] : [`${at}: when it is asked is changed.`]),
  ];
}

function settingsChanges(before: ProtocolContent['settings'], after: ProtocolContent['settings']): string[] {
  const names = { matchSimilarity: 'Similarity that makes two marks the same finding', extentSimilarity: 'Similarity that makes two extents the same', rule: 'Rule of a vote', quorum: 'Quorum', readersPerItem: 'Readers of an item' } as const;
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((key) => (before[key] === after[key] ? [] : [`${names[key]}: ${before[key]} is now ${after[key]}.`])); // the keys of a literal
}
