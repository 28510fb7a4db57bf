import { failed, ok, type Result } from '../../../kernel/result.ts';
import { type CodecFrame, decodeWith } from './codecs.ts';
import type { StoredValues } from './image.ts';
import { readJpeg2000Header } from './jpeg-2000-header.ts';
import { type CodestreamValues, sizeMismatch } from './jpeg-frame.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { interleave, type PixelLayout } from './native.ts';

/** Decodes JPEG 2000 or HTJ2K; reversible and irreversible colour transforms are undone by the codec. */
export async function decodeWaveletFrame(
  codec: 'openjpeg' | 'openjph',
  bytes: Uint8Array,
  layout: PixelLayout,
): Promise<Result<CodestreamValues, string>> {
  const header = readJpeg2000Header(bytes);
  if (!header.ok) return header;
  const { rows, columns, components, precision, isSubsampled } = header.value;
  const mismatch = sizeMismatch(rows, columns, components, layout);
  if (mismatch) return failed(mismatch);
  if (isSubsampled) return failed('JPEG 2000 with subsampled components is not supported.');
  if (precision > 16) return failed(`JPEG 2000 with ${precision} bits a sample is not supported; 16 are.`);
  const decoded = await decodeWith(codec, bytes);
  if (!decoded.ok) return decoded;
  const said = layout.photometricInterpretation;
  const undone = said === 'YBR_RCT' || said === 'YBR_ICT' ? { photometricInterpretation: 'RGB' } : {};
  return whole(decoded.value, layout, { precision, ...undone });
}

/** Decodes JPEG-LS; a codestream without interleaving comes out in planes and is interleaved here. */
export async function decodeJpegLsFrame(
  bytes: Uint8Array,
  layout: PixelLayout,
): Promise<Result<CodestreamValues, string>> {
  const header = readJpegHeader(bytes);
  if (!header.ok) return header;
  const { rows, columns, componentIds, precision } = header.value;
  const mismatch = sizeMismatch(rows, columns, componentIds.length, layout);
  if (mismatch) return failed(mismatch);
  const decoded = await decodeWith('charls', withEnd(bytes));
  return decoded.ok ? whole(decoded.value, layout, { precision }) : decoded;
}

/** Always an end marker: without one CharLS reads on past the data for up to half a minute. */
function withEnd(bytes: Uint8Array): Uint8Array {
  const ended = new Uint8Array(bytes.length + 2);
  ended.set(bytes);
  ended.set([0xff, 0xd9], bytes.length);
  return ended;
}

function whole(frame: CodecFrame, layout: PixelLayout, rest: Omit<CodestreamValues, 'values'>) {
  const wide = frame.bitsPerSample > 8;
  const count = layout.rows * layout.columns * layout.samplesPerPixel;
  if (frame.bytes.length < count * (wide ? 2 : 1)) return failed('The codec gave fewer samples than the image has.');
  const values: StoredValues = wide ? new Uint16Array(frame.bytes.buffer, 0, count) : frame.bytes.subarray(0, count);
  const planar = frame.interleaveMode === 0 && layout.samplesPerPixel > 1;
  return ok({ values: planar ? interleave(values, layout.samplesPerPixel) : values, ...rest });
}
