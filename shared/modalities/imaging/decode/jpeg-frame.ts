import { Decoder as LosslessDecoder } from '@cornerstonejs/jpeg-lossless-decoder-js';
import { failed, ok, type Result } from '../../../kernel/result.ts';
import { decodeWith } from './codecs.ts';
import type { StoredValues } from './image.ts';
import { isYbr, type JpegHeader, readJpegHeader, withoutColourTransform } from './jpeg-header.ts';
import { decodeSequentialJpeg } from './jpeg-sequential.ts';
import type { PixelLayout } from './native.ts';

/** Values out of a codestream: unsigned, interleaved, with the bits that count and the colour space they are in. */
export type CodestreamValues = {
  readonly values: StoredValues;
  readonly precision: number;
  readonly photometricInterpretation?: string;
};

/**
 * Decodes one JPEG frame by what is inside it, never by the transfer syntax: lossless, more than 8 bits, or plain. Colour
 * comes out as the samples that were coded, without conversion, except where the header says RGB over coded YBR.
 */
export async function decodeJpegFrame(
  bytes: Uint8Array,
  layout: PixelLayout,
): Promise<Result<CodestreamValues, string>> {
  const read = readJpegHeader(bytes);
  if (!read.ok) return read;
  const header = read.value;
  const mismatch = sizeMismatch(header.rows, header.columns, header.componentIds.length, layout);
  if (mismatch) return failed(mismatch);
  if (header.sof === 0xf7) return failed('The data is JPEG-LS under a JPEG transfer syntax.');
  if (header.sof === 0xc3) return decodeLossless(bytes, header);
  if (header.sof > 0xc2) return failed(`JPEG process SOF${header.sof - 0xc0} is not supported.`);
  if (header.precision === 8) return decodeEightBit(bytes, header, layout);
  if (header.sof === 0xc2) return failed('Progressive JPEG of more than 8 bits (retired) is not supported.');
  const decoded = decodeSequentialJpeg(bytes);
  return decoded.ok ? ok({ values: decoded.value.samples, precision: header.precision }) : decoded;
}

/** In words how a codestream's size differs from the header's; nothing is decoded then. */
export function sizeMismatch(
  rows: number,
  columns: number,
  components: number,
  layout: PixelLayout,
): string | undefined {
  if (rows === layout.rows && columns === layout.columns && components === layout.samplesPerPixel) return undefined;
  const said = `${layout.rows} x ${layout.columns} with ${layout.samplesPerPixel} samples`;
  return `The header says ${said}; the compressed frame is ${rows} x ${columns} with ${components}.`;
}

function decodeLossless(bytes: Uint8Array, header: JpegHeader): Result<CodestreamValues, string> {
  const wide = header.precision > 8;
  try {
    const owned = bytes.slice();
    const values = new LosslessDecoder().decode(owned.buffer, 0, owned.length, wide ? 2 : 1);
    return ok({ values: values.slice(), precision: header.precision });
  } catch (error) {
    return failed(`The lossless JPEG data cannot be decoded: ${error instanceof Error ? error.message : 'damaged'}.`);
  }
}

async function decodeEightBit(
  bytes: Uint8Array,
  header: JpegHeader,
  layout: PixelLayout,
): Promise<Result<CodestreamValues, string>> {
  const headerSaysYbr = layout.photometricInterpretation.startsWith('YBR');
  const coded = isYbr(header, headerSaysYbr);
  const convert = coded && !headerSaysYbr;
  const decoded = await decodeWith('libjpeg-turbo', convert ? bytes : withoutColourTransform(bytes, header));
  if (!decoded.ok) return decoded;
  const values = decoded.value.bytes;
  if (header.componentIds.length !== 3) return ok({ values, precision: 8 });
  return ok({ values, precision: 8, photometricInterpretation: coded && !convert ? 'YBR_FULL' : 'RGB' });
}
