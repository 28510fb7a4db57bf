import { failed, ok, type Result } from '../../../kernel/result.ts';
import type { DataSet } from './data-set.ts';
import { inflateBounded } from './inflate.ts';
import { type Encoding, readElements } from './read-elements.ts';
import { textOf } from './values.ts';
import { isVr } from './vr.ts';

/** A DICOM object as read: its data set, the transfer syntax it is in, and what was odd about it in words. */
export type Part10 = {
  readonly dataSet: DataSet;
  readonly transferSyntax: string;
  readonly warnings: readonly string[];
};

export const implicitLittle = '1.2.840.10008.1.2';
export const explicitLittle = '1.2.840.10008.1.2.1';
export const explicitBig = '1.2.840.10008.1.2.2';
export const deflatedLittle = '1.2.840.10008.1.2.1.99';

/**
 * Reads a DICOM file with or without preamble, with or without file meta information. Where the header lies about the
 * encoding, the bytes are believed.
 * @param limitBytes most bytes a deflated data set may expand to
 */
export function readPart10(bytes: Uint8Array, limitBytes: number): Result<Part10, string> {
  const start = startOf(bytes);
  if (start === undefined)
    return failed('This is not a DICOM file: neither a DICM prefix nor a readable first element.');
  const meta = readMeta(bytes, start);
  const warnings = meta.declared
    ? []
    : ['The file does not say its transfer syntax; it was told from its first element.'];
  const opened = openBody(bytes, meta.end, meta.declared, limitBytes);
  if (!opened.ok) return opened;
  const { encoding, at, transferSyntax } = opened.value;
  const read = readElements(encoding, at, encoding.bytes.length);
  if (read.problem) warnings.push(`The file is damaged: ${read.problem}.`);
  return ok({ dataSet: read.dataSet, transferSyntax, warnings });
}

/** Does it look like DICOM: the prefix, or a first element that a data set may begin with? */
export const looksLikeDicom = (bytes: Uint8Array): boolean => startOf(bytes) !== undefined;

function startOf(bytes: Uint8Array): number | undefined {
  if (bytes.length >= 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM') return 132;
  if (bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const plausible = (group: number) => group === 0x0002 || group === 0x0004 || group === 0x0008;
  if (plausible(view.getUint16(0, true)) && view.getUint16(2, true) < 0x3000 && fits(bytes, view)) return 0;
  const bigEndian = plausible(view.getUint16(0)) && isVr(String.fromCharCode(bytes[4]!, bytes[5]!));
  return bigEndian ? 0 : undefined;
}

const fits = (bytes: Uint8Array, view: DataView): boolean =>
  isVr(String.fromCharCode(bytes[4]!, bytes[5]!)) || view.getUint32(4, true) <= bytes.length - 8;

function readMeta(bytes: Uint8Array, start: number): { end: number; declared: string | undefined } {
  if (bytes.length < start + 8 || bytes[start] !== 2 || bytes[start + 1] !== 0)
    return { end: start, declared: undefined };
  const encoding = { bytes, littleEndian: true, explicit: true };
  const read = readElements(encoding, start, bytes.length, 0, (tag) => tag >= 0x00030000);
  return { end: read.end, declared: textOf(read.dataSet, 0x00020010) };
}

type Body = { encoding: Encoding; at: number; transferSyntax: string };

function openBody(bytes: Uint8Array, at: number, declared: string | undefined, limit: number): Result<Body, string> {
  if (declared === deflatedLittle) {
    const inflated = inflateBounded(bytes.subarray(at), limit);
    if (!inflated.ok) return failed(`The deflated data set cannot be read: ${inflated.error}.`);
    return ok({
      encoding: { bytes: inflated.value, littleEndian: true, explicit: true },
      at: 0,
      transferSyntax: declared,
    });
  }
  if (declared === explicitBig)
    return ok({ encoding: { bytes, littleEndian: false, explicit: true }, at, transferSyntax: declared });
  const guessed = guess(bytes, at);
  return ok({ encoding: { bytes, ...guessed.encoding }, at, transferSyntax: declared ?? guessed.transferSyntax });
}

function guess(bytes: Uint8Array, at: number) {
  const explicit = at + 6 <= bytes.length && isVr(String.fromCharCode(bytes[at + 4]!, bytes[at + 5]!));
  const littleEndian = !(explicit && bytes[at] === 0 && bytes[at + 1] !== 0);
  const transferSyntax = !explicit ? implicitLittle : littleEndian ? explicitLittle : explicitBig;
  return { encoding: { littleEndian, explicit }, transferSyntax };
}
