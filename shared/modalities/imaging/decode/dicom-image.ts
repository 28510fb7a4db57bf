import { failed, ok, type Result } from '../../../kernel/result.ts';
import type { DataSet } from '../dicom/data-set.ts';
import { readPart10 } from '../dicom/part10.ts';
import { objectKind } from '../dicom/sop-class.ts';
import { decimalOf, decimalsOf, shortOf, shortsOf, signedShortsOf, textOf } from '../dicom/values.ts';
import { decodeDicomFrame } from './dicom-frame.ts';
import { type FunctionalGroups, functionalGroups } from './functional-groups.ts';
import { type ImageError, type ImageFile, type ImageLimits, imageError } from './image.ts';
import { readPalette, readVoiLut } from './lookup-tables.ts';
import { isKnownSyntax } from './transfer-syntax.ts';

/** Reads the header of a DICOM image; an object without pixels is an error that says what it is. */
export function parseDicom(bytes: Uint8Array, limits: ImageLimits): Result<ImageFile, ImageError> {
  const read = readPart10(bytes, limits.largestBytes);
  if (!read.ok) return failed(imageError('Malformed', read.error));
  const { dataSet, transferSyntax, warnings } = read.value;
  if (!pixelTags.some((tag) => dataSet.elements.has(tag))) return failed(noPixels(dataSet, warnings));
  if (!isKnownSyntax(transferSyntax))
    return failed(imageError('Unsupported', `The transfer syntax ${transferSyntax} is not supported.`));
  const shape = readShape(dataSet, limits);
  if (!shape.ok) return shape;
  const groups = functionalGroups(dataSet, shape.value.frames);
  const described = { ...describe(dataSet, groups), ...shape.value, transferSyntax };
  const said = [...warnings, ...groups.warnings];
  const image = { ...described, kind: 'dicom' as const, warnings: said };
  return ok({ ...image, decodeFrame: (index) => decodeDicomFrame(dataSet, image, index, limits) });
}

const pixelTags = [0x7fe00010, 0x7fe00008, 0x7fe00009];

function noPixels(dataSet: DataSet, warnings: readonly string[]): ImageError {
  const kind = objectKind(textOf(dataSet, 0x00080016), textOf(dataSet, 0x00080060));
  const damage = warnings.length > 0 ? ` ${warnings.join(' ')}` : '';
  if (kind) return imageError('NoPixels', `This DICOM object holds no pixels: ${kind}.${damage}`);
  return imageError('NoPixels', `This DICOM object holds no pixels and does not say what it is.${damage}`);
}

type Shape = Pick<
  ImageFile,
  | 'rows'
  | 'columns'
  | 'frames'
  | 'samplesPerPixel'
  | 'bitsAllocated'
  | 'bitsStored'
  | 'highBit'
  | 'pixelRepresentation'
  | 'photometricInterpretation'
  | 'planarConfiguration'
>;

function readShape(dataSet: DataSet, limits: ImageLimits): Result<Shape, ImageError> {
  const [rows, columns] = [shortOf(dataSet, 0x00280010), shortOf(dataSet, 0x00280011)];
  if (!rows || !columns)
    return failed(imageError('Malformed', 'The header has no Rows (0028,0010) or Columns (0028,0011).'));
  const isFloat = !dataSet.elements.has(0x7fe00010);
  const floatBits = dataSet.elements.has(0x7fe00009) ? 64 : 32;
  const bitsAllocated = isFloat ? floatBits : shortOf(dataSet, 0x00280100);
  if (!bitsAllocated || ![1, 8, 16, 32, 64].includes(bitsAllocated))
    return failed(
      imageError('Unsupported', `BitsAllocated (0028,0100) is ${bitsAllocated}; 1, 8, 16, 32 and 64 can be read.`),
    );
  const samplesPerPixel = shortOf(dataSet, 0x00280002) ?? 1;
  if (![1, 3, 4].includes(samplesPerPixel))
    return failed(
      imageError('Unsupported', `SamplesPerPixel (0028,0002) is ${samplesPerPixel}; 1, 3 and 4 can be read.`),
    );
  const frames = decimalOf(dataSet, 0x00280008) ?? 1;
  const size = checkSize({ rows, columns, frames, samplesPerPixel, bitsAllocated }, limits);
  if (!size.ok) return size;
  const bitsStored = Math.min(shortOf(dataSet, 0x00280101) || bitsAllocated, bitsAllocated);
  const highBit = Math.min(Math.max(shortOf(dataSet, 0x00280102) ?? bitsStored - 1, bitsStored - 1), bitsAllocated - 1);
  return ok({
    ...{ rows, columns, frames, samplesPerPixel, bitsAllocated, bitsStored, highBit },
    pixelRepresentation: shortOf(dataSet, 0x00280103) === 1 ? 1 : 0,
    photometricInterpretation: textOf(dataSet, 0x00280004) ?? (samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB'),
    planarConfiguration: shortOf(dataSet, 0x00280006) === 1 ? 1 : 0,
  });
}

/** Refuses what is too large before anything is allocated for it. */
export function checkSize(
  shape: Pick<Shape, 'rows' | 'columns' | 'frames' | 'samplesPerPixel' | 'bitsAllocated'>,
  limits: ImageLimits,
): Result<true, ImageError> {
  const { rows, columns, frames, samplesPerPixel, bitsAllocated } = shape;
  if (!Number.isInteger(frames) || frames < 1)
    return failed(imageError('Malformed', `NumberOfFrames (0028,0008) is ${frames}.`));
  if (rows > limits.largestDimension || columns > limits.largestDimension)
    return failed(imageError('TooLarge', `${rows} x ${columns} pixels: a side may have ${limits.largestDimension}.`));
  if (frames > limits.mostFrames)
    return failed(imageError('TooLarge', `${frames} frames: at most ${limits.mostFrames} can be read.`));
  const bytes = rows * columns * samplesPerPixel * frames * Math.max(1, bitsAllocated / 8);
  if (bytes <= limits.largestBytes) return ok(true);
  const megabytes = Math.round(bytes / 2 ** 20);
  return failed(
    imageError(
      'TooLarge',
      `The pixels would take ${megabytes} MB; the limit is ${Math.round(limits.largestBytes / 2 ** 20)} MB.`,
    ),
  );
}

function describe(dataSet: DataSet, groups: FunctionalGroups) {
  return {
    ...{ planes: groups.planes, windows: groups.windows },
    ...optional({ pixelSpacing: groups.spacing?.spacing, pixelSpacingSource: groups.spacing?.source }),
    rescaleSlope: groups.rescale.slope,
    rescaleIntercept: groups.rescale.intercept,
    patient: optional({
      id: textOf(dataSet, 0x00100020),
      sex: textOf(dataSet, 0x00100040),
      age: textOf(dataSet, 0x00101010),
      studyDate: textOf(dataSet, 0x00080020),
    }),
    ...optional({
      rescaleType: textOf(dataSet, 0x00281054),
      sliceThicknessMm: decimalOf(dataSet, 0x00180050),
      voiLutFunction: textOf(dataSet, 0x00281056),
      voiLut: readVoiLut(dataSet),
      palette: readPalette(dataSet),
      pixelPaddingValue: paddingOf(dataSet),
      modality: textOf(dataSet, 0x00080060),
      sopClassUid: textOf(dataSet, 0x00080016),
      sopInstanceUid: textOf(dataSet, 0x00080018),
      studyInstanceUid: textOf(dataSet, 0x0020000d),
      seriesInstanceUid: textOf(dataSet, 0x0020000e),
      frameOfReferenceUid: textOf(dataSet, 0x00200052),
      instanceNumber: decimalsOf(dataSet, 0x00200013)[0],
      bodyPart: textOf(dataSet, 0x00180015),
      view: textOf(dataSet, 0x00185101),
      laterality: textOf(dataSet, 0x00200062) ?? textOf(dataSet, 0x00200060),
      seriesDescription: textOf(dataSet, 0x0008103e),
    }),
  };
}

function paddingOf(dataSet: DataSet): number | undefined {
  const signed = shortOf(dataSet, 0x00280103) === 1;
  return (signed ? signedShortsOf : shortsOf)(dataSet, 0x00280120)[0];
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same object without its undefined members, so that absent is absent. */
export function optional<T extends object>(members: T): Defined<T> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>; // the entries left are T's own, less the undefined ones
}
