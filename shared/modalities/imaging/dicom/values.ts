import type { DataSet, Element } from './data-set.ts';
import { readItems } from './read-elements.ts';

/** Bytes of an element's value, a view; `undefined` where the element is absent. */
export function bytesOf(dataSet: DataSet, tag: number): Uint8Array | undefined {
  const element = dataSet.elements.get(tag);
  return element && dataSet.bytes.subarray(element.offset, element.offset + element.length);
}

/** Trimmed values of a text element, split at backslashes; empty where absent. Latin-1 unless the object says UTF-8. */
export function textsOf(dataSet: DataSet, tag: number): readonly string[] {
  const bytes = bytesOf(dataSet, tag);
  if (!bytes || bytes.length === 0 || bytes.length > 65536) return [];
  return decoderOf(dataSet)
    .decode(bytes)
    .replaceAll('\0', '')
    .split('\\')
    .map((value) => value.trim());
}

/** The first value of a text element; `undefined` where absent or empty. */
export const textOf = (dataSet: DataSet, tag: number): string | undefined => textsOf(dataSet, tag)[0] || undefined;

/** Numbers of a decimal or integer string (DS, IS), also where the VR says binary floats (FD, FL); only finite ones. */
export function decimalsOf(dataSet: DataSet, tag: number): readonly number[] {
  const vr = dataSet.elements.get(tag)?.vr;
  if (vr === 'FD') return binaryOf(dataSet, tag, 8, (view, at, le) => view.getFloat64(at, le)).filter(Number.isFinite);
  if (vr === 'FL') return binaryOf(dataSet, tag, 4, (view, at, le) => view.getFloat32(at, le)).filter(Number.isFinite);
  return textsOf(dataSet, tag)
    .filter((text) => text !== '')
    .map(Number)
    .filter(Number.isFinite);
}

export const decimalOf = (dataSet: DataSet, tag: number): number | undefined => decimalsOf(dataSet, tag)[0];

/** Unsigned 16-bit values (US). */
export const shortsOf = (dataSet: DataSet, tag: number): readonly number[] =>
  binaryOf(dataSet, tag, 2, (view, at, le) => view.getUint16(at, le));

export const shortOf = (dataSet: DataSet, tag: number): number | undefined => shortsOf(dataSet, tag)[0];

/** Signed 16-bit values (SS). */
export const signedShortsOf = (dataSet: DataSet, tag: number): readonly number[] =>
  binaryOf(dataSet, tag, 2, (view, at, le) => view.getInt16(at, le));

/** Binary 64-bit floats (FD), whatever the VR says: implicit objects do not say. */
export const doublesOf = (dataSet: DataSet, tag: number): readonly number[] =>
  binaryOf(dataSet, tag, 8, (view, at, le) => view.getFloat64(at, le)).filter(Number.isFinite);

/** Items of a sequence, read now if they were not on the way (a defined length); empty where absent. */
export function itemsOf(dataSet: DataSet, tag: number): readonly DataSet[] {
  const element = dataSet.elements.get(tag);
  if (!element) return [];
  return (
    element.items ?? readItems(insideOf(dataSet, element), element.offset, element.offset + element.length, 0).items
  );
}

/** Value of an unknown-VR sequence is implicit little endian whatever surrounds it (PS3.5 §6.2.2 note 2). */
const insideOf = (dataSet: DataSet, element: Element) =>
  element.vr === 'UN' ? { bytes: dataSet.bytes, explicit: false, littleEndian: true } : dataSet;

function binaryOf(
  dataSet: DataSet,
  tag: number,
  size: number,
  read: (view: DataView, at: number, littleEndian: boolean) => number,
): readonly number[] {
  const bytes = bytesOf(dataSet, tag);
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.min(Math.floor(bytes.length / size), 65537);
  return Array.from({ length: count }, (_, index) => read(view, index * size, dataSet.littleEndian));
}

const latin1 = new TextDecoder('windows-1252');
const utf8 = new TextDecoder('utf-8');

function decoderOf(dataSet: DataSet): TextDecoder {
  const set = dataSet.elements.get(0x00080005);
  if (!set) return latin1;
  const name = latin1.decode(dataSet.bytes.subarray(set.offset, set.offset + Math.min(set.length, 32)));
  return name.includes('ISO_IR 192') ? utf8 : latin1;
}
