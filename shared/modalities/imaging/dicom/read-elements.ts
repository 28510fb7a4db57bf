import type { DataSet, Element, Fragment } from './data-set.ts';
import { isLongVr, isVr } from './vr.ts';

/** Sequences nested deeper than this are not read: no real object comes near, and recursion must end. */
export const deepestNesting = 32;

/** What is being read: bytes and the encoding they are in. */
export type Encoding = { readonly bytes: Uint8Array; readonly littleEndian: boolean; readonly explicit: boolean };

/** The elements read, where reading stopped (exclusive), and in words why it stopped early, if it did. */
export type ReadElements = { readonly dataSet: DataSet; readonly end: number; readonly problem?: string };

const undefinedLength = 0xffffffff;
const item = 0xfffee000;
const itemEnd = 0xfffee00d;
const sequenceEnd = 0xfffee0dd;

type Header = { tag: number; vr: string | undefined; offset: number; length: number };

/**
 * Reads elements in `[start, end)`; never throws. At the top level it stops after the pixel data; inside an item at its
 * delimiter. An element whose VR is none of the standard's is read as implicit, whatever the transfer syntax claims.
 * @param stop leaves off before the first element for which it is true (used for the file meta group)
 */
export function readElements(
  encoding: Encoding,
  start: number,
  end: number,
  depth = 0,
  stop?: (tag: number) => boolean,
): ReadElements {
  const elements = new Map<number, Element>();
  const view = viewOf(encoding.bytes);
  const dataSet = { ...encoding, elements };
  let at = start;
  while (at + 8 <= end) {
    const header = readHeader(encoding, view, at, end);
    if (!header) return { dataSet, end: at, problem: `cut short inside an element header at byte ${at}` };
    if (header.tag === itemEnd) return { dataSet, end: at + 8 };
    if (header.tag === sequenceEnd || stop?.(header.tag)) return { dataSet, end: at };
    const read = readValue(encoding, view, header, end, depth);
    elements.set(header.tag, read.element);
    if (read.problem) return { dataSet, end: read.end, problem: read.problem };
    at = read.end;
    if (depth === 0 && isPixelTag(header.tag)) break;
  }
  return { dataSet, end: at };
}

/** Items of a sequence whose value lies in `[start, end)`, for one that was not read on the way. */
export function readItems(encoding: Encoding, start: number, end: number, depth: number): ReadItems {
  const view = viewOf(encoding.bytes);
  const items: DataSet[] = [];
  let at = start;
  while (at + 8 <= end) {
    const tag = tagAt(view, at, encoding.littleEndian);
    const length = view.getUint32(at + 4, encoding.littleEndian);
    if (tag === sequenceEnd) return { items, end: at + 8 };
    if (tag !== item) return { items, end: at, problem: `no sequence item where one must be, at byte ${at}` };
    if (depth > deepestNesting)
      return { items, end: at, problem: `sequences nested deeper than ${deepestNesting} levels` };
    const itemStop = length === undefinedLength ? end : Math.min(end, at + 8 + length);
    const read = readElements(encoding, at + 8, itemStop, depth + 1);
    items.push(read.dataSet);
    if (read.problem) return { items, end: read.end, problem: read.problem };
    at = length === undefinedLength ? read.end : itemStop;
  }
  return { items, end: at };
}

type ReadItems = { readonly items: readonly DataSet[]; readonly end: number; readonly problem?: string };

function readHeader(encoding: Encoding, view: DataView, at: number, end: number): Header | undefined {
  const { littleEndian } = encoding;
  const tag = tagAt(view, at, littleEndian);
  const vr = encoding.explicit ? String.fromCharCode(view.getUint8(at + 4), view.getUint8(at + 5)) : '';
  if (!isVr(vr)) return { tag, vr: undefined, offset: at + 8, length: view.getUint32(at + 4, littleEndian) };
  if (!isLongVr(vr)) return { tag, vr, offset: at + 8, length: view.getUint16(at + 6, littleEndian) };
  if (at + 12 > end) return undefined;
  return { tag, vr, offset: at + 12, length: view.getUint32(at + 8, littleEndian) };
}

function readValue(
  encoding: Encoding,
  view: DataView,
  header: Header,
  end: number,
  depth: number,
): { element: Element; end: number; problem?: string } {
  const { tag, vr, offset, length } = header;
  if (length !== undefinedLength) {
    const present = Math.min(length, Math.max(0, end - offset));
    const element = { tag, vr, offset, length: present, declaredLength: length };
    return present === length
      ? { element, end: offset + length }
      : { element, end, problem: `cut short: an element says ${length} bytes and ${present} are left` };
  }
  if (tag === 0x7fe00010 || vr === 'OB' || vr === 'OW') {
    const { fragments, end: after } = readFragments(view, offset, end, encoding.littleEndian);
    const element = { tag, vr, offset, length: after - offset, declaredLength: length, fragments };
    const last = fragments.at(-1);
    if (!last || last.length === last.declaredLength) return { element, end: after };
    return { element, end: after, problem: 'cut short inside the compressed pixel data' };
  }
  const inside = vr === 'UN' ? { ...encoding, explicit: false, littleEndian: true } : encoding;
  const read = readItems(inside, offset, end, depth);
  const element = { tag, vr: 'SQ', offset, length: read.end - offset, declaredLength: length, items: read.items };
  return read.problem ? { element, end: read.end, problem: read.problem } : { element, end: read.end };
}

function readFragments(view: DataView, start: number, end: number, littleEndian: boolean) {
  const fragments: Fragment[] = [];
  let at = start;
  while (at + 8 <= end && tagAt(view, at, littleEndian) === item) {
    const declaredLength = view.getUint32(at + 4, littleEndian);
    const length = Math.min(declaredLength, end - at - 8);
    fragments.push({ itemOffset: at, offset: at + 8, length, declaredLength });
    at += 8 + length;
  }
  const closed = at + 8 <= end && tagAt(view, at, littleEndian) === sequenceEnd;
  return { fragments, end: closed ? at + 8 : at };
}

const isPixelTag = (tag: number) => tag === 0x7fe00010 || tag === 0x7fe00008 || tag === 0x7fe00009;

const tagAt = (view: DataView, at: number, littleEndian: boolean): number =>
  view.getUint16(at, littleEndian) * 65536 + view.getUint16(at + 2, littleEndian);

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
