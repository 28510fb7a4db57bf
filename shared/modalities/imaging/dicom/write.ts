import { joined } from './inflate.ts';
import { explicitLittle } from './part10.ts';
import { isLongVr } from './vr.ts';

/** One element to write; text is padded to an even length, numbers go out as the VR says, items make a sequence. */
export type WriteElement = {
  readonly tag: number;
  readonly vr: string;
  readonly value: string | readonly number[] | Uint8Array | readonly (readonly WriteElement[])[];
};

export type WriteObject = {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly elements: readonly WriteElement[];
};

const implementationClassUid = '2.25.268184713051937423946317806352904418921';

/** A DICOM file (PS3.10) in explicit VR little endian: preamble, file meta information, elements in order of tag. */
export function writePart10({ sopClassUid, sopInstanceUid, elements }: WriteObject): Uint8Array {
  const meta = encodeAll([
    { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) },
    { tag: 0x00020002, vr: 'UI', value: sopClassUid },
    { tag: 0x00020003, vr: 'UI', value: sopInstanceUid },
    { tag: 0x00020010, vr: 'UI', value: explicitLittle },
    { tag: 0x00020012, vr: 'UI', value: implementationClassUid },
    { tag: 0x00020013, vr: 'SH', value: 'CONSILIUM' },
  ]);
  const preamble = new Uint8Array(132);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128);
  const identified: readonly WriteElement[] = [
    { tag: 0x00080016, vr: 'UI', value: sopClassUid },
    { tag: 0x00080018, vr: 'UI', value: sopInstanceUid },
    ...elements,
  ];
  return concat([preamble, encode({ tag: 0x00020000, vr: 'UL', value: [meta.length] }), meta, encodeAll(identified)]);
}

const encodeAll = (elements: readonly WriteElement[]): Uint8Array =>
  concat(elements.toSorted((a, b) => a.tag - b.tag).map(encode));

function encode({ tag, vr, value }: WriteElement): Uint8Array {
  const body = encodeValue(vr, value);
  const head = new Uint8Array(isLongVr(vr) ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  head.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4);
  if (isLongVr(vr)) view.setUint32(8, body.length, true);
  else if (body.length <= 0xffff) view.setUint16(6, body.length, true);
  else throw new Error(`a value of ${body.length} bytes does not fit the VR ${vr}`);
  return concat([head, body]);
}

function encodeValue(vr: string, value: WriteElement['value']): Uint8Array {
  if (typeof value === 'string') return padded(new TextEncoder().encode(value), vr === 'UI' ? 0 : 0x20);
  if (value instanceof Uint8Array) return padded(value, 0);
  if (vr === 'SQ') return concat((value as readonly (readonly WriteElement[])[]).map(encodeItem)); // SQ is of items only
  return encodeNumbers(vr, value as readonly number[]); // and every other array is of numbers
}

function encodeItem(elements: readonly WriteElement[]): Uint8Array {
  const body = encodeAll(elements);
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  head.set([0xfe, 0xff, 0x00, 0xe0]);
  view.setUint32(4, body.length, true);
  return concat([head, body]);
}

function encodeNumbers(vr: string, numbers: readonly number[]): Uint8Array {
  if (vr === 'US') return new Uint8Array(Uint16Array.from(numbers).buffer);
  if (vr === 'SS') return new Uint8Array(Int16Array.from(numbers).buffer);
  if (vr === 'UL') return new Uint8Array(Uint32Array.from(numbers).buffer);
  if (vr === 'FD') return new Uint8Array(Float64Array.from(numbers).buffer);
  if (vr === 'FL') return new Uint8Array(Float32Array.from(numbers).buffer);
  return padded(new TextEncoder().encode(numbers.map(shortDecimal).join('\\')), 0x20);
}

/** At most 16 characters, as DS demands. */
const shortDecimal = (value: number): string =>
  String(value).length <= 16 ? String(value) : String(Number(value.toPrecision(9)));

function padded(bytes: Uint8Array, padding: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const out = new Uint8Array(bytes.length + 1).fill(padding);
  out.set(bytes);
  return out;
}

const concat = (parts: readonly Uint8Array[]): Uint8Array =>
  joined(
    parts,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
