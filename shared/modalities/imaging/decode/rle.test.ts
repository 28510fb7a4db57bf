import { expect, it } from 'vitest';
import type { PixelLayout } from './native.ts';
import { decodeRle } from './rle.ts';

const layout: PixelLayout = {
  ...{ rows: 1, columns: 4, frames: 1, samplesPerPixel: 1, bitsAllocated: 16, bitsStored: 16, highBit: 15 },
  pixelRepresentation: 0,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
};

function frame(high: readonly number[], low: readonly number[]): Uint8Array {
  const head = new Uint32Array(16);
  head.set([2, 64, 64 + high.length]);
  return Uint8Array.from([...new Uint8Array(head.buffer), ...high, ...low]);
}

it('[PIXEL6] puts byte planes together, most significant first, from runs and literals (PS3.5 annex G)', () => {
  const decoded = decodeRle(frame([253, 1], [3, 10, 11, 12, 13]), layout);
  expect(decoded.ok && new Uint16Array(decoded.value.bytes.buffer)).toEqual(Uint16Array.of(266, 267, 268, 269));
});

it('[PIXEL5] counts what a short segment does not have', () => {
  const decoded = decodeRle(frame([253, 1], [1, 10, 11]), layout);
  expect(decoded.ok && decoded.value.missing).toBe(2);
});

it('[FILE5] refuses a frame with the wrong number of segments', () => {
  const decoded = decodeRle(frame([], []), { ...layout, samplesPerPixel: 3 });
  expect(decoded).toEqual({ ok: false, error: 'The RLE frame has 2 segments; 6 are needed.' });
});
