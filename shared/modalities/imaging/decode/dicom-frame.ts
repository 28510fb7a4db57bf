import { failed, ok, type Result } from '../../../kernel/result.ts';
import type { DataSet, Element } from '../dicom/data-set.ts';
import { inflateBounded } from '../dicom/inflate.ts';
import { compressedFrame } from './fragments.ts';
import {
  type Frame,
  type ImageError,
  type ImageFile,
  type ImageLimits,
  imageError,
  type StoredValues,
} from './image.ts';
import { type CodestreamValues, decodeJpegFrame } from './jpeg-frame.ts';
import { interleave, isPacked422, keepStoredBits, nativeFrame, unpack422, unpackBits, valuesOf } from './native.ts';
import { decodeRle } from './rle.ts';
import { type Packing, packingOf } from './transfer-syntax.ts';
import { decodeJpegLsFrame, decodeWaveletFrame } from './wavelet-frame.ts';

type Header = Omit<ImageFile, 'decodeFrame'>;
type Decoded = { readonly data: StoredValues; readonly missing: number; readonly photometricInterpretation?: string };

/** Decodes one frame of a DICOM object to its stored values. */
export async function decodeDicomFrame(
  dataSet: DataSet,
  header: Header,
  index: number,
  limits: ImageLimits,
): Promise<Result<Frame, ImageError>> {
  if (!Number.isInteger(index) || index < 0 || index >= header.frames)
    return failed(imageError('NoSuchFrame', `There is no frame ${index + 1}; the image has ${header.frames}.`));
  const decoded = await decodeSafely(dataSet, header, index, limits);
  if (!decoded.ok) return failed(imageError('Malformed', decoded.error));
  const { data, missing, photometricInterpretation } = decoded.value;
  const { rows, columns, samplesPerPixel } = header;
  const whole = fit(data, rows * columns * samplesPerPixel);
  return ok({
    ...{ rows, columns, samplesPerPixel, interleaved: true, missingBytes: missing },
    data: whole,
    photometricInterpretation: photometricInterpretation ?? spaceAfterUnpacking(header.photometricInterpretation),
  });
}

const spaceAfterUnpacking = (said: string): string => (said === 'YBR_FULL_422' ? 'YBR_FULL' : said);

/** Damaged bytes may break any decoder in any way: what it throws is the file's fault and becomes an error. */
async function decodeSafely(dataSet: DataSet, header: Header, index: number, limits: ImageLimits) {
  try {
    return await decode(dataSet, header, index, limits);
  } catch (error) {
    return failed(`Frame ${index + 1} is damaged: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function decode(
  dataSet: DataSet,
  header: Header,
  index: number,
  limits: ImageLimits,
): Promise<Result<Decoded, string>> {
  const [pixels, isFloat] = pixelsOf(dataSet);
  const packing = packingOf(header.transferSyntax);
  if (packing === 'native') {
    if (pixels.fragments) return failed('The pixel data is compressed, against what the transfer syntax says.');
    return ok(decodeNative(dataSet, pixels, header, index, isFloat));
  }
  if (!pixels.fragments) return ok(decodeNative(dataSet, pixels, header, index, isFloat));
  const compressed = compressedFrame(dataSet, pixels, header.frames, index);
  if (!compressed.ok) return compressed;
  const { bytes, missing } = compressed.value;
  if (packing === 'rle') return rleFrame(bytes, missing, header);
  if (packing === 'deflated-frame') return deflatedFrame(bytes, missing, header, isFloat, limits);
  const decoded = await codestream(packing, bytes, header);
  if (!decoded.ok)
    return missing > 0 ? failed(`${decoded.error} The file is cut short: ${missing} bytes are missing.`) : decoded;
  return ok({ ...decoded.value, data: asStored(decoded.value, header), missing });
}

function pixelsOf(dataSet: DataSet): readonly [Element, isFloat: boolean] {
  const plain = dataSet.elements.get(0x7fe00010);
  if (plain) return [plain, false];
  const float = dataSet.elements.get(0x7fe00008) ?? dataSet.elements.get(0x7fe00009);
  if (!float) throw new Error('an image without pixel data was accepted');
  return [float, true];
}

function codestream(
  packing: Exclude<Packing, 'native' | 'rle' | 'deflated-frame'>,
  bytes: Uint8Array,
  header: Header,
): Promise<Result<CodestreamValues, string>> {
  if (packing === 'jpeg') return decodeJpegFrame(bytes, header);
  if (packing === 'jpeg-ls') return decodeJpegLsFrame(bytes, header);
  return decodeWaveletFrame(packing === 'htj2k' ? 'openjph' : 'openjpeg', bytes, header);
}

function decodeNative(dataSet: DataSet, pixels: Element, header: Header, index: number, isFloat: boolean): Decoded {
  const { bytes, missing, firstBit } = nativeFrame(dataSet, pixels, header, index);
  const data = fromNative(bytes, firstBit, header, isFloat, isPacked422(header, pixels));
  return { data, missing };
}

function fromNative(
  bytes: Uint8Array,
  firstBit: number,
  header: Header,
  isFloat: boolean,
  packed422: boolean,
): StoredValues {
  if (header.bitsAllocated === 1)
    return unpackBits(bytes, firstBit, header.rows * header.columns * header.samplesPerPixel);
  if (packed422) return unpack422(bytes);
  const values = valuesOf(bytes, header, isFloat);
  const pixels =
    header.planarConfiguration === 1 && header.samplesPerPixel > 1
      ? interleave(values, header.samplesPerPixel)
      : values;
  return isFloat ? pixels : keepStoredBits(pixels, header, header.bitsStored, header.highBit);
}

function rleFrame(bytes: Uint8Array, missing: number, header: Header): Result<Decoded, string> {
  const unpacked = decodeRle(bytes, header);
  if (!unpacked.ok) return unpacked;
  const data = fromNative(unpacked.value.bytes, 0, { ...header, planarConfiguration: 0 }, false, false);
  return ok({ data, missing: Math.max(missing, unpacked.value.missing) });
}

function deflatedFrame(
  bytes: Uint8Array,
  missing: number,
  header: Header,
  isFloat: boolean,
  limits: ImageLimits,
): Result<Decoded, string> {
  const inflated = inflateBounded(bytes, limits.largestBytes);
  if (!inflated.ok) return inflated;
  const element = {
    tag: 0x7fe00010,
    vr: 'OB',
    offset: 0,
    length: inflated.value.length,
    declaredLength: inflated.value.length,
  };
  const dataSet = { bytes: inflated.value, littleEndian: true, explicit: true, elements: new Map() };
  const decoded = decodeNative(dataSet, element, { ...header, frames: 1 }, 0, isFloat);
  return ok({ ...decoded, missing: Math.max(missing, decoded.missing) });
}

/** Codestream values in the header's type; the sign comes from the header, the width from whichever says less. */
function asStored(decoded: CodestreamValues, header: Header): StoredValues {
  const { values, precision } = decoded;
  const stored = Math.min(precision, header.bitsStored);
  const sized =
    header.bitsAllocated <= 8
      ? new Uint8Array(values)
      : header.bitsAllocated === 16
        ? new Uint16Array(values)
        : new Uint32Array(values);
  const typed = valuesOf(
    new Uint8Array(sized.buffer),
    { ...header, bitsAllocated: sized.BYTES_PER_ELEMENT * 8 },
    false,
  );
  const allocated = sized.BYTES_PER_ELEMENT * 8;
  return keepStoredBits(typed, { ...header, bitsAllocated: allocated }, stored, stored - 1);
}

/** Exactly `count` values: padding after the frame is dropped, a short frame ends in zeros. */
function fit(data: StoredValues, count: number): StoredValues {
  if (data.length === count) return data;
  if (data.length > count) return data.slice(0, count);
  const buffer = new ArrayBuffer(count * data.BYTES_PER_ELEMENT);
  const Values = data.constructor as new (buffer: ArrayBuffer) => StoredValues; // the same class as `data`
  const whole = new Values(buffer);
  whole.set(data);
  return whole;
}
