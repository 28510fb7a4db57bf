import { convertIndexedToRgb, decode } from 'fast-png';
import { failed, ok, type Result } from '../../../kernel/result.ts';
import { inflateBounded, joined } from '../dicom/inflate.ts';
import { checkSize } from './dicom-image.ts';
import { type Frame, type ImageError, type ImageFile, type ImageLimits, imageError } from './image.ts';
import { plainImage } from './plain-image.ts';

const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** Reads a PNG of any bit depth and colour type; a palette comes out as RGB. Sizes are checked before inflating. */
export function parsePng(bytes: Uint8Array, limits: ImageLimits): Result<ImageFile, ImageError> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452)
    return failed(imageError('Malformed', 'The PNG has no header.'));
  const [columns, rows, depth, colour] = [view.getUint32(16), view.getUint32(20), view.getUint8(24), view.getUint8(25)];
  const channels = channelsOf[colour];
  if (!channels || ![1, 2, 4, 8, 16].includes(depth) || rows === 0 || columns === 0)
    return failed(imageError('Malformed', 'The PNG header is damaged.'));
  const bitsAllocated = depth === 16 ? 16 : 8;
  const size = checkSize({ rows, columns, frames: 1, samplesPerPixel: channels, bitsAllocated }, limits);
  if (!size.ok) return size;
  const photometricInterpretation = channels <= 2 ? 'MONOCHROME2' : 'RGB';
  const bitsStored = colour === 3 ? 8 : depth;
  const header = { rows, columns, samplesPerPixel: channels, bitsAllocated, bitsStored, photometricInterpretation };
  return ok(plainImage('png', header, async () => decodePng(bytes, { rows, columns, channels, depth, colour })));
}

type PngShape = { rows: number; columns: number; channels: number; depth: number; colour: number };

function decodePng(bytes: Uint8Array, shape: PngShape): Result<Frame, ImageError> {
  try {
    const { rows, columns, channels, depth, colour } = shape;
    const raw = rows * (columns * Math.ceil((channels * depth) / 8) + 1) + 65536;
    const inflated = inflateBounded(imageData(bytes), raw * 2, 'zlib');
    if (!inflated.ok) return failed(imageError('Malformed', `The PNG cannot be read: ${inflated.error}.`));
    const png = decode(bytes);
    const rgb = colour === 3 ? threeOf(convertIndexedToRgb(png), rows * columns) : undefined;
    const unpacked = !rgb && depth < 8 ? unpackDepth(new Uint8Array(png.data), shape) : undefined;
    const data = rgb ?? unpacked ?? (depth === 16 ? Uint16Array.from(png.data) : Uint8Array.from(png.data));
    const photometricInterpretation = channels <= 2 ? 'MONOCHROME2' : 'RGB';
    return ok({
      rows,
      columns,
      samplesPerPixel: channels,
      data,
      interleaved: true,
      photometricInterpretation,
      missingBytes: 0,
    });
  } catch (error) {
    return failed(
      imageError('Malformed', `The PNG is damaged: ${error instanceof Error ? error.message : String(error)}.`),
    );
  }
}

/** All IDAT bytes: one zlib stream. */
function imageData(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let at = 8;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154)
      parts.push(bytes.subarray(at + 8, Math.min(at + 8 + length, bytes.length)));
    at += 12 + length;
  }
  return joined(
    parts,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
}

/** Palette colours may come with alpha, which an annotation image has no use for. */
function threeOf(colours: ArrayLike<number>, pixels: number): Uint8Array {
  const step = colours.length / pixels;
  return Uint8Array.from(
    { length: pixels * 3 },
    (_, index) => colours[Math.floor(index / 3) * step + (index % 3)] ?? 0,
  );
}

/** Rows of 1, 2 or 4 bit grey values, each row padded to a byte, as one value a byte. */
function unpackDepth(packed: Uint8Array, { rows, columns, depth }: PngShape): Uint8Array {
  const stride = Math.ceil((columns * depth) / 8);
  const mask = (1 << depth) - 1;
  return Uint8Array.from({ length: rows * columns }, (_, index) => {
    const bit = (index % columns) * depth;
    const byte = packed[Math.floor(index / columns) * stride + (bit >> 3)] ?? 0;
    return (byte >> (8 - depth - (bit & 7))) & mask;
  });
}
