import { failed, type Result } from '../../../kernel/result.ts';
import { looksLikeDicom } from '../dicom/part10.ts';
import { parseDicom } from './dicom-image.ts';
import { defaultLimits, type ImageError, type ImageFile, type ImageLimits, imageError } from './image.ts';
import { parseJpeg } from './jpeg-file.ts';
import { parsePng } from './png-file.ts';

/**
 * Reads the header of a DICOM, PNG or JPEG image; told apart by content, never by name. Pixels are decoded one frame at a
 * time by `decodeFrame`. Never throws and never allocates more than `limits` allow.
 * @param bytes the whole file; kept, not copied, so it must not change while the image is in use
 */
export function parseImage(
  bytes: Uint8Array,
  fileName?: string,
  limits: ImageLimits = defaultLimits,
): Result<ImageFile, ImageError> {
  try {
    const parsed = parseByContent(plainBytes(bytes), limits);
    return parsed.ok && fileName !== undefined ? { ok: true, value: { ...parsed.value, fileName } } : parsed;
  } catch (error) {
    return failed(imageError('Malformed', `The file is damaged: ${error instanceof Error ? error.message : error}.`));
  }
}

/** Node's Buffer is a Uint8Array whose `slice` does not copy: what relies on a copy would read beside it. */
const plainBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function parseByContent(bytes: Uint8Array, limits: ImageLimits): Result<ImageFile, ImageError> {
  if (bytes.length === 0) return failed(imageError('NotAnImage', 'The file is empty.'));
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return parsePng(bytes, limits);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return parseJpeg(bytes, limits);
  if (looksLikeDicom(bytes)) return parseDicom(bytes, limits);
  return failed(imageError('NotAnImage', 'The file is none of DICOM, PNG or JPEG.'));
}
