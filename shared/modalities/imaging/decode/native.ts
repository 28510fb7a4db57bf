import type { DataSet, Element } from '../dicom/data-set.ts';
import type { ImageFile, StoredValues } from './image.ts';

/** What decides how stored values are laid out; the part of a header that decoding needs. */
export type PixelLayout = Pick<
  ImageFile,
  | 'rows'
  | 'columns'
  | 'frames'
  | 'samplesPerPixel'
  | 'bitsAllocated'
  | 'bitsStored'
  | 'highBit'
  | 'pixelRepresentation'
  | 'photometricInterpretation'
  | 'planarConfiguration'
>;

/** Bytes of one uncompressed frame, little endian, and how many of them the file does not have (zeros). */
export type NativeBytes = { readonly bytes: Uint8Array; readonly missing: number; readonly firstBit: number };

/**
 * Cuts a frame out of uncompressed pixel data. One-bit frames begin at `firstBit` of the first byte, as they are not byte
 * aligned. Big-endian words are swapped over the whole value: 8-bit samples in OW words swap in pairs across frames.
 */
export function nativeFrame(dataSet: DataSet, pixels: Element, layout: PixelLayout, index: number): NativeBytes {
  const { firstBit, bits } = bitRange(layout, pixels, index);
  const start = Math.floor(firstBit / 8);
  const length = Math.ceil((firstBit + bits) / 8) - start;
  const unit = wordBytes(dataSet, pixels, layout);
  const [from, to] = [start - (start % unit), Math.ceil((start + length) / unit) * unit];
  const out = new Uint8Array(to - from);
  const present = dataSet.bytes.subarray(
    pixels.offset + Math.min(from, pixels.length),
    pixels.offset + Math.min(to, pixels.length),
  );
  out.set(present);
  if (unit > 1) swapWords(out, unit);
  const missing = Math.max(0, start + length - pixels.length);
  return {
    bytes: out.subarray(start - from, start - from + length),
    missing: Math.min(missing, length),
    firstBit: firstBit % 8,
  };
}

function bitRange(layout: PixelLayout, pixels: Element, index: number): { firstBit: number; bits: number } {
  const samples = isPacked422(layout, pixels) ? 2 : layout.samplesPerPixel;
  const bits = layout.rows * layout.columns * samples * layout.bitsAllocated;
  return { firstBit: index * bits, bits };
}

/** Uncompressed YBR_FULL_422 has two samples a pixel, except in files that hold all three and say otherwise. */
export function isPacked422(layout: PixelLayout, pixels: Element): boolean {
  if (layout.photometricInterpretation !== 'YBR_FULL_422' || layout.samplesPerPixel !== 3) return false;
  return layout.columns % 2 === 0 && pixels.length < layout.rows * layout.columns * 3 * layout.frames;
}

function wordBytes(dataSet: DataSet, pixels: Element, layout: PixelLayout): number {
  if (dataSet.littleEndian) return 1;
  if (layout.bitsAllocated <= 8) return pixels.vr === 'OW' ? 2 : 1;
  return layout.bitsAllocated / 8;
}

function swapWords(bytes: Uint8Array, unit: number): void {
  for (let at = 0; at + unit <= bytes.length; at += unit) bytes.subarray(at, at + unit).reverse();
}

/** One value 0 or 1 a bit, lowest bit first (PS3.5 §8.1.1). */
export function unpackBits(bytes: Uint8Array, firstBit: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const bit = firstBit + index;
    out[index] = (bytes[bit >> 3]! >> (bit & 7)) & 1;
  }
  return out;
}

/** Little-endian bytes as values of the layout's type, copied so that they are aligned and own their memory. */
export function valuesOf(bytes: Uint8Array, layout: PixelLayout, isFloat: boolean): StoredValues {
  const size = layout.bitsAllocated / 8;
  const buffer = bytes.slice(0, bytes.length - (bytes.length % size)).buffer;
  const signed = layout.pixelRepresentation === 1;
  if (isFloat) return size === 8 ? new Float64Array(buffer) : new Float32Array(buffer);
  if (size === 1) return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
  if (size === 2) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
}

/** Planes of samples (RRR GGG BBB) as samples of pixels (RGB RGB RGB). */
export function interleave<T extends StoredValues>(planar: T, samples: number): T {
  const pixels = Math.floor(planar.length / samples);
  const out = planar.slice() as T; // slice keeps the array's own type
  for (let sample = 0; sample < samples; sample++)
    for (let pixel = 0; pixel < pixels; pixel++) out[pixel * samples + sample] = planar[sample * pixels + pixel]!;
  return out;
}

/** Packed Y0 Y1 Cb Cr as Y Cb Cr for each of the two pixels. */
export function unpack422(packed: Uint8Array): Uint8Array {
  const pairs = Math.floor(packed.length / 4);
  const out = new Uint8Array(pairs * 6);
  for (let pair = 0; pair < pairs; pair++) {
    const [y0, y1, cb, cr] = packed.subarray(pair * 4, pair * 4 + 4) as unknown as [number, number, number, number]; // four
    out.set([y0, cb, cr, y1, cb, cr], pair * 6);
  }
  return out;
}

/** Keeps the stored bits and extends their sign; bits above HighBit are overlays or noise, never pixel (PS3.5 §8.1.1). */
export function keepStoredBits(
  values: StoredValues,
  layout: PixelLayout,
  stored: number,
  highBit: number,
): StoredValues {
  const allocated = layout.bitsAllocated;
  if (allocated > 32 || (stored === allocated && highBit === allocated - 1)) return values;
  const left = 31 - highBit;
  const right = 32 - stored;
  const signed = layout.pixelRepresentation === 1;
  for (let at = 0; at < values.length; at++) {
    const shifted = values[at]! << left;
    values[at] = signed ? shifted >> right : shifted >>> right;
  }
  return values;
}
