import { failed, ok, type Result } from '../../../kernel/result.ts';

/** What the markers before the first scan say (ITU-T T.81 annex B; T.87 for JPEG-LS). */
export type JpegHeader = {
  /** The SOF marker's low byte: 0xc0 baseline, 0xc1 extended, 0xc2 progressive, 0xc3 lossless, 0xf7 JPEG-LS. */
  readonly sof: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly componentIds: readonly number[];
  readonly hasJfif: boolean;
  readonly adobeTransform: number | undefined;
  /** Byte ranges `[start, end)` of APP0 and APP14 segments: the ones that speak of colour. */
  readonly colourSegments: readonly (readonly [start: number, end: number])[];
};

/** Reads markers up to the frame header and on to the first scan. */
export function readJpegHeader(bytes: Uint8Array): Result<JpegHeader, string> {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return failed('It does not begin with a JPEG start marker.');
  const colourSegments: [number, number][] = [];
  let frame: Pick<JpegHeader, 'sof' | 'precision' | 'rows' | 'columns' | 'componentIds'> | undefined;
  let hasJfif = false;
  let adobeTransform: number | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) return failed(`A JPEG marker is missing at byte ${at}.`);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (end > bytes.length || end < at + 4) return failed('A JPEG segment runs past the end of the data.');
    if (isFrameHeader(marker)) frame = readFrameHeader(bytes, at, end, marker);
    if (marker === 0xe0 || marker === 0xee) colourSegments.push([at, end]);
    if (marker === 0xe0 && startsWith(bytes, at + 4, 'JFIF')) hasJfif = true;
    if (marker === 0xee && startsWith(bytes, at + 4, 'Adobe') && end >= at + 16) adobeTransform = bytes[at + 15];
    at = end;
  }
  if (!frame) return failed('The JPEG data has no frame header.');
  return ok({ ...frame, hasJfif, adobeTransform, colourSegments });
}

/** Are the samples luma and chroma? As libjpeg decides, with the DICOM header where the JPEG does not say. */
export function isYbr(header: JpegHeader, headerSaysYbr: boolean): boolean {
  if (header.componentIds.length !== 3) return false;
  if (header.hasJfif) return true;
  if (header.adobeTransform !== undefined) return header.adobeTransform === 1;
  const ids = String.fromCharCode(...header.componentIds);
  return ids === 'RGB' ? false : headerSaysYbr;
}

/** The same JPEG with its colour segments replaced by an Adobe one that says: do not convert (16 bytes after SOI). */
export function withoutColourTransform(bytes: Uint8Array, header: JpegHeader): Uint8Array {
  const adobe = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];
  const removed = header.colourSegments.reduce((sum, [start, end]) => sum + end - start, 0);
  const out = new Uint8Array(bytes.length - removed + adobe.length);
  out.set([0xff, 0xd8, ...adobe]);
  let [to, from] = [2 + adobe.length, 2];
  for (const [start, end] of [...header.colourSegments, [bytes.length, bytes.length] as const]) {
    out.set(bytes.subarray(from, start), to);
    to += start - from;
    from = end;
  }
  return out;
}

/** Any SOF, arithmetic ones included; not DHT (c4), JPG (c8), DAC (cc); and JPEG-LS (f7). */
const isFrameHeader = (marker: number): boolean =>
  marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc);

function readFrameHeader(bytes: Uint8Array, at: number, end: number, sof: number) {
  const count = bytes[at + 9] ?? 0;
  const componentIds = Array.from({ length: count }, (_, index) => bytes[at + 10 + index * 3] ?? 0);
  if (at + 10 + count * 3 > end) return undefined;
  return {
    ...{ sof, componentIds },
    precision: bytes[at + 4]!,
    rows: bytes[at + 5]! * 256 + bytes[at + 6]!,
    columns: bytes[at + 7]! * 256 + bytes[at + 8]!,
  };
}

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((character, index) => bytes[at + index] === character.charCodeAt(0));
