import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { lastClientId } from '@consilium/shared/wire/client-ids.ts';
import { Cursor, Malformed, isForbiddenName } from './cursor.ts';
import { limits } from './limits.ts';
import { skipAny, skipJson } from './values.ts';

/** No id: Yjs ids begin at 0. */
export const none = -1;

export type StructKind = 'item' | 'type' | 'format' | 'gone';

/** One struct of an update, as far as the guard must know it. Ids are (client, clock); `none` where there is none. */
export interface Struct {
  readonly clock: number;
  readonly length: number;
  readonly kind: StructKind; // `gone`: garbage, without parent
  readonly originClient: number;
  readonly originClock: number;
  readonly rightClient: number;
  readonly rightClock: number;
  readonly parentClient: number;
  readonly parentClock: number;
  readonly root: string | undefined;
  readonly key: string | undefined;
  readonly at: number; // its first byte in the update
}

/** The structs of one clientID: they follow each other without a gap. `[start, end)` are their bytes. */
export interface Section {
  readonly client: number;
  readonly clock: number;
  readonly endClock: number;
  readonly structs: readonly Struct[];
  readonly start: number;
  readonly end: number;
}

export interface DeleteRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

export interface Summary {
  readonly update: Uint8Array;
  readonly sections: readonly Section[];
  readonly deletes: readonly DeleteRange[];
}

export type ScanError = { readonly type: 'gap' } | { readonly type: 'malformed'; readonly reason: string };

/** Reads an update of format V1 in one pass, bounded by its bytes alone (GUARD1-4). Every byte is accounted for. */
export function scan(update: Uint8Array): Result<Summary, ScanError> {
  if (update.length > limits.updateBytes) return failed({ type: 'malformed', reason: 'update too large' });
  return scanUnbounded(update, limits.structs, limits.deleteRanges);
}

/** The same without the limit on size, for what the log already holds. */
export function scanStored(update: Uint8Array): Result<Summary, ScanError> {
  return scanUnbounded(update, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
}

function scanUnbounded(update: Uint8Array, maxStructs: number, maxRanges: number): Result<Summary, ScanError> {
  const cursor = new Cursor(update);
  try {
    const sections = scanSections(cursor, maxStructs);
    const deletes = scanDeletes(cursor, maxRanges);
    if (cursor.at !== cursor.end) throw new Malformed('bytes left over');
    return ok({ update, sections, deletes });
  } catch (error) {
    if (error instanceof Malformed) {
      return failed(error.reason === 'gap' ? { type: 'gap' } : { type: 'malformed', reason: error.reason });
    }
    throw error;
  }
}

function scanSections(cursor: Cursor, maxStructs: number): Section[] {
  const count = cursor.uint();
  if (count > limits.sections && maxStructs !== Number.POSITIVE_INFINITY) throw new Malformed('too many clients');
  if (count === 0) return [];
  const first = scanSection(cursor, maxStructs);
  const sections: Section[] = [first]; // a list of one takes a tenth of the memory of one that was empty before
  let left = maxStructs - first.structs.length;
  for (let i = 1; i < count; i++) {
    const section = scanSection(cursor, left);
    if (sections.length < 8 ? sections.some((other) => other.client === section.client) : false) {
      throw new Malformed('client twice');
    }
    left -= section.structs.length;
    sections.push(section);
  }
  if (sections.length >= 8 && new Set(sections.map((section) => section.client)).size < sections.length) {
    throw new Malformed('client twice');
  }
  return sections;
}

function scanSection(cursor: Cursor, left: number): Section {
  const count = cursor.uint();
  if (count === 0) throw new Malformed('empty section');
  if (count > left) throw new Malformed('too many structs');
  const client = clientId(cursor);
  const clock = cursor.uint();
  const start = cursor.at;
  const first = scanStruct(cursor, client, clock);
  const structs: Struct[] = [first]; // as above
  let next = clockAfter(first);
  for (let i = 1; i < count; i++) {
    const struct = scanStruct(cursor, client, next);
    structs.push(struct);
    next = clockAfter(struct);
  }
  return { client, clock, endClock: next, structs, start, end: cursor.at };
}

function clockAfter({ clock, length }: Struct): number {
  if (clock + length > limits.clock) throw new Malformed('clock');
  return clock + length;
}

function clientId(cursor: Cursor): number {
  const client = cursor.uint();
  if (client > lastClientId) throw new Malformed('client id');
  return client;
}

const originBit = 0x80;
const rightOriginBit = 0x40;
const keyBit = 0x20;
const contentBits = 0x1f;
const garbage = 0;
const skip = 10;

function scanStruct(cursor: Cursor, client: number, clock: number): Struct {
  const at = cursor.at;
  const info = cursor.byte();
  const content = info & contentBits;
  if (content === skip) throw new Malformed('gap');
  let originClient = none;
  let originClock = none;
  let rightClient = none;
  let rightClock = none;
  let parentClient = none;
  let parentClock = none;
  let root: string | undefined;
  let key: string | undefined;
  if (content === garbage) {
    if (info !== 0) throw new Malformed('struct');
    return {
      clock,
      length: atLeastOne(cursor.uint()),
      kind: 'gone',
      originClient,
      originClock,
      rightClient,
      rightClock,
      parentClient,
      parentClock,
      root,
      key,
      at,
    };
  }
  if (info & originBit) {
    originClient = clientId(cursor);
    originClock = cursor.uint();
    checkBefore(originClient, originClock, client, clock);
  }
  if (info & rightOriginBit) {
    rightClient = clientId(cursor);
    rightClock = cursor.uint();
    checkBefore(rightClient, rightClock, client, clock);
  }
  if ((info & (originBit | rightOriginBit)) === 0) {
    if (cursor.uint() === 1) {
      root = name(cursor, limits.rootBytes);
    } else {
      parentClient = clientId(cursor);
      parentClock = cursor.uint();
      checkBefore(parentClient, parentClock, client, clock);
    }
    if (info & keyBit) key = name(cursor, limits.keyBytes);
  }
  const length = scanContent(cursor, content);
  const kind = content === contentType ? 'type' : content === contentFormat ? 'format' : 'item';
  return {
    clock,
    length,
    kind,
    originClient,
    originClock,
    rightClient,
    rightClock,
    parentClient,
    parentClock,
    root,
    key,
    at,
  };
}

/** Nothing depends on itself or on what its own client made later: Yjs does not check this and breaks. */
function checkBefore(onClient: number, onClock: number, client: number, clock: number): void {
  if (onClock > limits.clock || (onClient === client && onClock >= clock)) throw new Malformed('depends on itself');
}

function name(cursor: Cursor, max: number): string {
  const text = cursor.string(max);
  if (isForbiddenName(text)) throw new Malformed('forbidden name');
  return text;
}

const contentDeleted = 1;
const contentString = 4;
const contentEmbed = 5;
const contentFormat = 6;
const contentType = 7;
const contentAny = 8;

/** Steps over an item's content; returns its length in clock units. JSON, Binary and sub-documents are refused (GUARD3). */
function scanContent(cursor: Cursor, content: number): number {
  switch (content) {
    case contentDeleted:
      return atLeastOne(cursor.uint());
    case contentString:
      return atLeastOne(cursor.text(limits.updateBytes));
    case contentEmbed:
      skipJson(cursor);
      return 1;
    case contentFormat:
      cursor.key();
      skipJson(cursor);
      return 1;
    case contentType:
      skipType(cursor);
      return 1;
    case contentAny:
      return skipAnys(cursor);
    default:
      throw new Malformed('content type');
  }
}

function skipAnys(cursor: Cursor): number {
  const count = atLeastOne(cursor.uint());
  if (count > cursor.end - cursor.at) throw new Malformed('truncated');
  for (let i = 0; i < count; i++) skipAny(cursor);
  return count;
}

const xmlElement = 3;
const xmlHook = 5;
const xmlText = 6;
const elementName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const forbiddenElements: readonly string[] = ['script', 'style', 'iframe', 'object', 'embed', 'link', 'meta', 'base'];

function skipType(cursor: Cursor): void {
  const type = cursor.uint();
  if (type > xmlText || type === xmlHook) throw new Malformed('shared type');
  if (type !== xmlElement) return;
  const element = cursor.string(64);
  if (!elementName.test(element) || forbiddenElements.includes(element.toLowerCase()))
    throw new Malformed('element name');
}

function atLeastOne(length: number): number {
  if (length === 0) throw new Malformed('empty struct');
  if (length > limits.clock) throw new Malformed('clock');
  return length;
}

function scanDeletes(cursor: Cursor, max: number): DeleteRange[] {
  const clients = cursor.uint();
  const ranges: DeleteRange[] = [];
  for (let i = 0; i < clients; i++) {
    const client = clientId(cursor);
    const count = cursor.uint();
    if (count > max - ranges.length) throw new Malformed('too many deletes');
    for (let j = 0; j < count; j++) {
      const clock = cursor.uint();
      const length = cursor.uint();
      if (length === 0 || clock + length > limits.clock) throw new Malformed('delete range');
      ranges.push({ client, clock, length });
    }
  }
  return ranges;
}
