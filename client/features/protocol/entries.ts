import type { Attribute, AmbiguityRule, Label, RelationType } from '@consilium/shared/domain/protocol.ts';
import type { AttributeId, LabelId } from '@consilium/shared/domain/ids.ts';
import { generateKeyBetween } from 'fractional-indexing';

const shortId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 12);

/** An order key after the last of a list. */
export const orderAfter = (entries: readonly { order: string }[]): string =>
  generateKeyBetween(entries.at(-1)?.order ?? null, null);

/** An order key for the entry at `index` moved one place up (-1) or down (1); `undefined` at the ends. */
export function orderMoved(
  entries: readonly { order: string }[],
  index: number,
  direction: 1 | -1,
): string | undefined {
  const target = index + direction;
  if (target < 0 || target >= entries.length) return undefined;
  const [before, after] =
    direction < 0 ? [entries[target - 1], entries[target]] : [entries[target], entries[target + 1]];
  return generateKeyBetween(before?.order ?? null, after?.order ?? null);
}

/** A new label: the first hue and digit that no other has. */
export function newLabel(labels: readonly Label[], geometries: readonly string[]): Label {
  const free = (taken: readonly (number | string | undefined)[], most: number): number => {
    for (let candidate = 1; candidate <= most; candidate++)
      if (!taken.includes(candidate) && !taken.includes(String(candidate))) return candidate;
    return 1;
  };
  const hotkeys = labels.map((label) => label.hotkey);
  return {
    id: shortId() as LabelId, // well formed by construction
    name: `Label ${labels.length + 1}`,
    definition: '',
    colour: free(
      labels.map((label) => label.colour),
      8,
    ),
    pattern: 'solid',
    ...(hotkeys.filter(Boolean).length < 9 ? { hotkey: String(free(hotkeys, 9)) } : {}),
    geometries: [...geometries],
    attributes: [],
    examples: [],
    order: orderAfter(labels),
  };
}

export function newAttribute(attributes: readonly Attribute[], type: Attribute['type']): Attribute {
  const base = {
    id: shortId() as AttributeId,
    name: `Question ${attributes.length + 1}`,
    isRequired: false,
    order: orderAfter(attributes),
  }; // well formed by construction
  if (type === 'choice' || type === 'many')
    return {
      ...base,
      type,
      options: [
        { id: shortId(), name: 'Yes' },
        { id: shortId(), name: 'No' },
      ],
    };
  return { ...base, type };
}

export const newOption = (): { id: string; name: string } => ({ id: shortId(), name: '' });

export const newRelation = (relations: readonly RelationType[]): RelationType => ({
  id: shortId(),
  name: `Relation ${relations.length + 1}`,
  definition: '',
  from: [],
  to: [],
  order: orderAfter(relations),
});

export const newRule = (rules: readonly AmbiguityRule[]): AmbiguityRule => ({
  id: shortId(),
  when: '',
  decide: '',
  order: orderAfter(rules),
});
