import type { Result } from '../../../kernel/result.ts';

/** Stored values: after decompression, before modality LUT, VOI LUT, palette and colour conversion. */
export type StoredValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** One frame in row, column, sample order. */
export type Frame = {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly data: StoredValues;
  readonly interleaved: true;
  /** The colour space these values are in; it may differ from the header's, which codecs make untrue. */
  readonly photometricInterpretation: string;
  /** Bytes the file does not have, shown as zeros; 0 for a whole frame. */
  readonly missingBytes: number;
};

/** Why an image cannot be read, with a sentence for a person. */
export type ImageError = {
  readonly type: 'NotAnImage' | 'Malformed' | 'Unsupported' | 'TooLarge' | 'NoPixels' | 'NoSuchFrame';
  readonly message: string;
};

/** Where a pixel's size comes from; what a detector says is not what the patient measures. */
export type SpacingSource =
  | { readonly tag: '(0028,0030)'; readonly name: 'PixelSpacing' }
  | { readonly tag: '(0018,1164)'; readonly name: 'ImagerPixelSpacing' }
  | { readonly tag: '(0018,2010)'; readonly name: 'NominalScannedPixelSpacing' }
  | { readonly tag: '(0018,602C)'; readonly name: 'PhysicalDeltaX' };

export type Window = { readonly center: number; readonly width: number; readonly name?: string };

/** `values[i]` is for stored value `firstMapped + i`; values beyond either end take the end's. */
export type LookupTable = { readonly firstMapped: number; readonly bits: number; readonly values: Uint16Array };

export type Palette = { readonly red: LookupTable; readonly green: LookupTable; readonly blue: LookupTable };

/** A plane in the patient: mm, LPS; the position is the centre of the first pixel. */
export type Plane = {
  readonly imagePositionPatient?: readonly number[];
  readonly imageOrientationPatient?: readonly number[];
};

export type Patient = {
  readonly id?: string;
  readonly sex?: string;
  readonly age?: string;
  readonly studyDate?: string;
};

/** What a file says about its image, and the way to its pixels. */
export type ImageFile = {
  readonly kind: 'dicom' | 'png' | 'jpeg';
  readonly fileName?: string;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** 0 unsigned, 1 two's complement. */
  readonly pixelRepresentation: 0 | 1;
  readonly photometricInterpretation: string;
  readonly planarConfiguration: 0 | 1;
  readonly transferSyntax?: string;
  /** mm, [between rows, between columns]; `undefined` where the header has none. */
  readonly pixelSpacing?: readonly [row: number, column: number];
  readonly pixelSpacingSource?: SpacingSource;
  readonly sliceThicknessMm?: number;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
  readonly rescaleType?: string;
  readonly windows: readonly Window[];
  readonly voiLutFunction?: string;
  readonly voiLut?: LookupTable;
  readonly palette?: Palette;
  readonly pixelPaddingValue?: number;
  readonly modality?: string;
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly studyInstanceUid?: string;
  readonly frameOfReferenceUid?: string;
  /** One for every frame; empty objects where the header has no plane. */
  readonly planes: readonly Plane[];
  readonly instanceNumber?: number;
  readonly bodyPart?: string;
  readonly view?: string;
  readonly laterality?: string;
  readonly seriesDescription?: string;
  readonly patient: Patient;
  readonly warnings: readonly string[];
  /** @param index zero-based */
  readonly decodeFrame: (index: number) => Promise<Result<Frame, ImageError>>;
};

/** Bounds that hold before anything is allocated. */
export type ImageLimits = {
  readonly largestDimension: number;
  readonly largestBytes: number;
  readonly mostFrames: number;
};

export const defaultLimits: ImageLimits = { largestDimension: 65535, largestBytes: 2 * 2 ** 30, mostFrames: 1_000_000 };

export const imageError = (type: ImageError['type'], message: string): ImageError => ({ type, message });
