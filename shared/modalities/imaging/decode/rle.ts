import { failed, ok, type Result } from '../../../kernel/result.ts';
import type { PixelLayout } from './native.ts';

/**
 * Decodes one RLE frame (PS3.5 annex G): one segment per byte plane, most significant byte first, samples in turn.
 * @returns little-endian bytes in row, column, sample order, and how many a segment did not have
 */
export function decodeRle(
  bytes: Uint8Array,
  layout: PixelLayout,
): Result<{ bytes: Uint8Array; missing: number }, string> {
  if (bytes.length < 64) return failed('The RLE header is cut short.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sampleBytes = Math.ceil(layout.bitsAllocated / 8);
  const segments = view.getUint32(0, true);
  if (segments !== sampleBytes * layout.samplesPerPixel)
    return failed(`The RLE frame has ${segments} segments; ${sampleBytes * layout.samplesPerPixel} are needed.`);
  const pixels =
    layout.bitsAllocated === 1 ? Math.ceil((layout.rows * layout.columns) / 8) : layout.rows * layout.columns;
  const stride = segments;
  const out = new Uint8Array(pixels * stride);
  let missing = 0;
  for (let segment = 0; segment < segments; segment++) {
    const [start, next] = [
      view.getUint32(4 + segment * 4, true),
      segment + 1 < segments ? view.getUint32(8 + segment * 4, true) : 0,
    ];
    const part = bytes.subarray(start, next > start ? next : bytes.length);
    const sample = Math.floor(segment / sampleBytes);
    const place = sample * sampleBytes + (sampleBytes - 1 - (segment % sampleBytes));
    missing += pixels - unpackSegment(part, out, place, stride, pixels);
  }
  return ok({ bytes: out, missing });
}

function unpackSegment(part: Uint8Array, out: Uint8Array, place: number, stride: number, pixels: number): number {
  let [at, done] = [0, 0];
  while (at < part.length && done < pixels) {
    const control = part[at++]!;
    if (control < 128) {
      for (let left = control + 1; left > 0 && at < part.length && done < pixels; left--)
        out[place + stride * done++] = part[at++]!;
    } else if (control > 128) {
      const value = part[at++] ?? 0;
      for (let left = 257 - control; left > 0 && done < pixels; left--) out[place + stride * done++] = value;
    }
  }
  return done;
}
