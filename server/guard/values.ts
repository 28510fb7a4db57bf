import { Malformed, isForbiddenName, type Cursor } from './cursor.ts';
import { limits } from './limits.ts';

/** lib0's tags of `writeAny`, from the end of the byte downwards. */
const tag = {
  undefined: 127,
  null: 126,
  integer: 125,
  float32: 124,
  float64: 123,
  no: 121,
  yes: 120,
  text: 119,
  object: 118,
  array: 117,
  bytes: 116,
} as const;

/** Steps over one lib0 value without recursion; objects and arrays nest at most 32 deep (GUARD2, GUARD3). */
export function skipAny(cursor: Cursor): void {
  // A stack of what is still to be read at each depth: positive for members of an array, negative for entries of an object.
  const pending: number[] = [1];
  while (pending.length > 0) {
    const top = pending.length - 1;
    const left = pending[top]!; // `top` is the last index of a stack that is not empty
    if (left === 0) {
      pending.pop();
      continue;
    }
    if (left < 0) cursor.key();
    pending[top] = left < 0 ? left + 1 : left - 1;
    const children = skipScalar(cursor);
    if (children === 0) continue;
    if (pending.length >= limits.nesting) throw new Malformed('nesting');
    pending.push(children);
  }
}

/** Steps over a value's own bytes; returns how many members follow (negative: entries with keys). */
function skipScalar(cursor: Cursor): number {
  switch (cursor.byte()) {
    case tag.undefined:
    case tag.null:
    case tag.no:
    case tag.yes:
      return 0;
    case tag.integer:
      cursor.skipInt();
      return 0;
    case tag.float32:
      cursor.skip(4);
      return 0;
    case tag.float64:
      cursor.skip(8);
      return 0;
    case tag.text:
      cursor.text(limits.updateBytes);
      return 0;
    case tag.bytes:
      cursor.skip(cursor.uint());
      return 0;
    case tag.array:
      return countedMembers(cursor, 1);
    case tag.object:
      return -countedMembers(cursor, 2);
    default:
      throw new Malformed('value type'); // bigint too: JSON cannot say it
  }
}

/** A claimed count is believed only as far as the bytes that are left could hold it. */
function countedMembers(cursor: Cursor, bytesEach: number): number {
  const count = cursor.uint();
  if (count * bytesEach > cursor.end - cursor.at) throw new Malformed('truncated');
  return count;
}

/** Steps over a string of JSON (marks and embeds of rich text), refusing what would not parse or would be unsafe once parsed. */
export function skipJson(cursor: Cursor): void {
  const text = cursor.string(limits.jsonBytes);
  if (isShallow(text) && isSafeJson(text)) return;
  throw new Malformed('json');
}

function isShallow(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    if (depth > limits.nesting) return false; // brackets inside strings count too: it errs on the strict side
  }
  return true;
}

function isSafeJson(text: string): boolean {
  try {
    const pending: unknown[] = [JSON.parse(text)];
    while (pending.length > 0) {
      const value = pending.pop();
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value) && Object.keys(value).some(isForbiddenName)) return false;
      pending.push(...Object.values(value));
    }
    return true;
  } catch {
    return false; // JSON.parse throws on what is not JSON
  }
}
