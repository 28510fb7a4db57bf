import type { Frame, ImageFile, LookupTable, Palette, StoredValues } from './image.ts';

/** What a viewer draws: grey stored values with how to read them, or finished 8-bit colour. */
export type DisplayFrame =
  | {
      readonly type: 'grey';
      readonly rows: number;
      readonly columns: number;
      readonly values: StoredValues;
      /** value = stored * slope + intercept */
      readonly slope: number;
      readonly intercept: number;
      /** MONOCHROME1: the least value is white. */
      readonly inverted: boolean;
    }
  | { readonly type: 'colour'; readonly rows: number; readonly columns: number; readonly rgb: Uint8Array };

/** Turns stored values into what a viewer draws; palettes and YBR become RGB, deep colour is scaled to 8 bits. */
export function toDisplay(frame: Frame, image: ImageFile): DisplayFrame {
  const { rows, columns, data, photometricInterpretation: space } = frame;
  const size = { rows, columns };
  if (space === 'PALETTE COLOR' && image.palette)
    return { type: 'colour', ...size, rgb: paletteRgb(data, image.palette) };
  if (frame.samplesPerPixel <= 2) {
    const values = frame.samplesPerPixel === 2 ? everySecond(data) : data;
    const reading = { slope: image.rescaleSlope, intercept: image.rescaleIntercept, inverted: space === 'MONOCHROME1' };
    return { type: 'grey', ...size, values, ...reading };
  }
  const samples = eightBit(data, image.bitsStored);
  const three = frame.samplesPerPixel === 3 ? samples : withoutFourth(samples);
  return { type: 'colour', ...size, rgb: space.startsWith('YBR') ? ybrToRgb(three, space) : three };
}

const everySecond = (data: StoredValues): StoredValues =>
  data.filter((_: number, index: number) => index % 2 === 0) as StoredValues; // filter keeps the array's own type

const withoutFourth = (data: Uint8Array): Uint8Array => data.filter((_, index) => index % 4 !== 3);

function eightBit(data: StoredValues, bitsStored: number): Uint8Array {
  if (data instanceof Uint8Array && bitsStored === 8) return data;
  const scale = 255 / (2 ** bitsStored - 1);
  return Uint8Array.from({ length: data.length }, (_, index) => Math.round(data[index]! * scale));
}

function paletteRgb(indices: StoredValues, { red, green, blue }: Palette): Uint8Array {
  const out = new Uint8Array(indices.length * 3);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const index = indices[pixel]!;
    out[pixel * 3] = entry(red, index);
    out[pixel * 3 + 1] = entry(green, index);
    out[pixel * 3 + 2] = entry(blue, index);
  }
  return out;
}

function entry({ firstMapped, values, bits }: LookupTable, stored: number): number {
  const value = values[Math.min(Math.max(stored - firstMapped, 0), values.length - 1)]!;
  return bits > 8 ? value >> 8 : value;
}

/** Full-range BT.601 (PS3.3 C.7.6.3.1.2); YBR_PARTIAL has luma 16..235 and chroma 16..240. */
function ybrToRgb(ybr: Uint8Array, space: string): Uint8Array {
  const partial = space.startsWith('YBR_PARTIAL');
  const out = new Uint8ClampedArray(ybr.length);
  for (let at = 0; at + 2 < ybr.length; at += 3) {
    const y = partial ? (ybr[at]! - 16) * (255 / 219) : ybr[at]!;
    const [cb, cr] = [
      (ybr[at + 1]! - 128) * (partial ? 255 / 224 : 1),
      (ybr[at + 2]! - 128) * (partial ? 255 / 224 : 1),
    ];
    out[at] = y + 1.402 * cr;
    out[at + 1] = y - 0.344136 * cb - 0.714136 * cr;
    out[at + 2] = y + 1.772 * cb;
  }
  return new Uint8Array(out.buffer);
}
