import { failed, ok, type Result } from '../../../kernel/result.ts';
import { decodeWith } from './codecs.ts';
import { checkSize } from './dicom-image.ts';
import { type Frame, type ImageError, type ImageFile, type ImageLimits, imageError } from './image.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { plainImage } from './plain-image.ts';

/** Reads a JPEG photograph: grey, or colour that comes out as RGB the way every viewer shows it. */
export function parseJpeg(bytes: Uint8Array, limits: ImageLimits): Result<ImageFile, ImageError> {
  const read = readJpegHeader(bytes);
  if (!read.ok) return failed(imageError('Malformed', read.error));
  const { sof, precision, rows, columns, componentIds } = read.value;
  const samplesPerPixel = componentIds.length;
  if (sof > 0xc2 || precision !== 8)
    return failed(
      imageError('Unsupported', `A JPEG file of ${precision} bits, process SOF${sof - 0xc0}, is not supported.`),
    );
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3)
    return failed(
      imageError('Unsupported', `A JPEG with ${samplesPerPixel} colour components (CMYK) is not supported.`),
    );
  if (rows === 0 || columns === 0) return failed(imageError('Malformed', 'The JPEG header has no size.'));
  const size = checkSize({ rows, columns, frames: 1, samplesPerPixel, bitsAllocated: 8 }, limits);
  if (!size.ok) return size;
  const photometricInterpretation = samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB';
  const header = { rows, columns, samplesPerPixel, bitsAllocated: 8, bitsStored: 8, photometricInterpretation };
  return ok(plainImage('jpeg', header, () => decodeJpeg(bytes, header)));
}

type Header = Pick<Frame, 'rows' | 'columns' | 'samplesPerPixel' | 'photometricInterpretation'>;

async function decodeJpeg(bytes: Uint8Array, header: Header): Promise<Result<Frame, ImageError>> {
  const decoded = await decodeWith('libjpeg-turbo', bytes);
  if (!decoded.ok) return failed(imageError('Malformed', decoded.error));
  const count = header.rows * header.columns * header.samplesPerPixel;
  if (decoded.value.bytes.length !== count)
    return failed(imageError('Malformed', 'The JPEG data does not fit its header.'));
  const { rows, columns, samplesPerPixel, photometricInterpretation } = header;
  const frame = { rows, columns, samplesPerPixel, photometricInterpretation, data: decoded.value.bytes };
  return ok({ ...frame, interleaved: true, missingBytes: 0 });
}
