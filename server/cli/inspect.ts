import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Frame, ImageFile, StoredValues } from '@consilium/shared/modalities/imaging/decode/image.ts';
import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import { useInstalledCodecs } from '../ingest/codec-files.ts';

/** What is said of one file: what a reader of it sees, and a fingerprint of its stored values. */
export type InspectLine =
  | {
      readonly file: string;
      readonly ok: true;
      readonly rows: number;
      readonly columns: number;
      readonly frames: number;
      readonly samplesPerPixel: number;
      readonly bitsAllocated: number;
      readonly photometricInterpretation: string;
      readonly transferSyntax: string | null;
      /** mm, [between rows, between columns]; `null` where the header has none. */
      readonly pixelSpacing: readonly [number, number] | null;
      readonly pixels: PixelSummary;
    }
  | { readonly file: string; readonly ok: false; readonly error: string };

/** Stored values in frame, row, column, sample order; axes of length one (frames, samples) are left out of `shape`. */
export type PixelSummary = {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** Over the values as little-endian bytes. */
  readonly sha256: string;
};

/** Decodes every frame of a DICOM, PNG or JPEG file; what cannot be read, or is cut short, is said in words. */
export async function inspectFile(path: string): Promise<InspectLine> {
  useInstalledCodecsOnce();
  const refused = (error: string): InspectLine => ({ file: path, ok: false, error });
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return refused(`The file cannot be opened: ${bytes.code ?? bytes.message}.`);
  const parsed = parseImage(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), path);
  if (!parsed.ok) return refused(parsed.error.message);
  const pixels = await summarise(parsed.value);
  return typeof pixels === 'string' ? refused(pixels) : line(path, parsed.value, pixels);
}

let configured = false;
function useInstalledCodecsOnce(): void {
  if (!configured) useInstalledCodecs();
  configured = true;
}

function line(file: string, image: ImageFile, pixels: PixelSummary): InspectLine {
  const { rows, columns, frames, samplesPerPixel, bitsAllocated, photometricInterpretation } = image;
  return {
    ...{ file, ok: true, rows, columns, frames, samplesPerPixel, bitsAllocated, photometricInterpretation },
    transferSyntax: image.transferSyntax ?? null,
    pixelSpacing: image.pixelSpacing ?? null,
    pixels,
  };
}

async function summarise(image: ImageFile): Promise<PixelSummary | string> {
  const hash = createHash('sha256');
  const total = { min: Infinity, max: -Infinity, sum: 0, dtype: '' };
  for (let index = 0; index < image.frames; index++) {
    const frame = await image.decodeFrame(index);
    if (!frame.ok) return frame.error.message;
    if (frame.value.missingBytes > 0) return cutShort(frame.value, index, image.frames);
    add(total, frame.value.data);
    hash.update(new Uint8Array(frame.value.data.buffer, frame.value.data.byteOffset, frame.value.data.byteLength));
  }
  const { rows, columns, frames, samplesPerPixel } = image;
  const shape = [...(frames > 1 ? [frames] : []), rows, columns, ...(samplesPerPixel > 1 ? [samplesPerPixel] : [])];
  const { dtype, min, max, sum } = total;
  return { dtype, shape, min, max, sum, sha256: hash.digest('hex') };
}

function cutShort({ missingBytes, data }: Frame, index: number, frames: number): string {
  const where = frames > 1 ? ` in frame ${index + 1} of ${frames}` : '';
  return `The pixel data is cut short${where}: ${missingBytes} of ${data.byteLength} bytes are missing.`;
}

function add(total: { min: number; max: number; sum: number; dtype: string }, data: StoredValues): void {
  total.dtype = dtypeOf(data);
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value < total.min) total.min = value;
    if (value > total.max) total.max = value;
    total.sum += value;
  }
}

/** `uint16` for a Uint16Array: the names numpy uses. */
const dtypeOf = (data: StoredValues): string => data.constructor.name.replace('Array', '').toLowerCase();
