import type { Attribute, AttributeValue } from './protocol.ts';

type Values = Readonly<Record<string, AttributeValue>>;

/** Whether a question is to be answered: it has no condition, or the answer it depends on (itself asked) is one of those named. */
export function isAsked(attribute: Attribute, siblings: readonly Attribute[], values: Values): boolean {
  return isAskedWithin(attribute, siblings, values, new Set());
}

function isAskedWithin(
  attribute: Attribute,
  siblings: readonly Attribute[],
  values: Values,
  seen: ReadonlySet<string>,
): boolean {
  const { when } = attribute;
  if (when === undefined) return true;
  if (seen.has(attribute.id)) return false; // a ring of conditions asks nothing
  const value = values[when.attribute];
  const given = Array.isArray(value) ? value : value === undefined ? [] : [String(value)];
  if (!given.some((one) => when.isOneOf.includes(one))) return false;
  const parent = siblings.find((one) => one.id === when.attribute);
  return parent === undefined || isAskedWithin(parent, siblings, values, new Set([...seen, attribute.id]));
}

/** The answers to questions that are asked now; what was answered before a condition fell away is left out. */
export function askedValues(attributes: readonly Attribute[], values: Values): Record<string, AttributeValue> {
  const byId = new Map(attributes.map((attribute) => [attribute.id as string, attribute]));
  return Object.fromEntries(
    Object.entries(values).filter(([id]) => {
      const attribute = byId.get(id);
      return attribute === undefined || isAsked(attribute, attributes, values);
    }),
  );
}
