import { failed, type Result } from '../../../kernel/result.ts';
import { type Frame, type ImageError, type ImageFile, imageError } from './image.ts';

type PlainHeader = Pick<
  ImageFile,
  'rows' | 'columns' | 'samplesPerPixel' | 'bitsAllocated' | 'bitsStored' | 'photometricInterpretation'
>;

/** A single-frame image of a format that knows nothing of patients, planes or millimetres. */
export function plainImage(
  kind: 'png' | 'jpeg',
  header: PlainHeader,
  decode: () => Promise<Result<Frame, ImageError>>,
): ImageFile {
  return {
    ...header,
    ...{ kind, frames: 1, highBit: header.bitsStored - 1, pixelRepresentation: 0, planarConfiguration: 0 },
    ...{ rescaleSlope: 1, rescaleIntercept: 0, windows: [], planes: [{}], patient: {}, warnings: [] },
    decodeFrame: async (index) =>
      index === 0 ? decode() : failed(imageError('NoSuchFrame', `There is no frame ${index + 1}; the image has 1.`)),
  };
}
