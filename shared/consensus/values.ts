import { type Attribute, type AttributeValue, optionsOf } from '../domain/protocol.ts';

/** One text per value, equal for values that say the same: options chosen in any order, texts without regard to case and spaces. */
export function sameValueKey(value: AttributeValue | undefined, attribute: Attribute | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'nothing';
  if (Array.isArray(value)) return JSON.stringify([...new Set(value)].sort());
  if (typeof value === 'string' && attribute?.type === 'text') {
    const words = value.trim().replace(/\s+/gu, ' ').toLowerCase();
    return words === '' ? 'nothing' : JSON.stringify(words);
  }
  return JSON.stringify(value);
}

/** A value as people read it: option names, the number with its unit, `nothing` where there is none. */
export function valueInWords(value: AttributeValue | undefined, attribute: Attribute | undefined): string {
  if (sameValueKey(value, attribute) === 'nothing' || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.map((one) => optionName(one, attribute)).join(' and ');
  if (typeof value === 'number')
    return attribute?.type === 'number' && attribute.unit ? `${value} ${attribute.unit}` : String(value);
  return attribute?.type === 'text' ? `“${value}”` : optionName(value, attribute);
}

function optionName(id: string, attribute: Attribute | undefined): string {
  return optionsOf(attribute).find((option) => option.id === id)?.name ?? id;
}
