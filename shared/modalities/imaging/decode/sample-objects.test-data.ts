import { type WriteElement, writePart10 } from '../dicom/write.ts';

export type SampleHeader = {
  readonly rows: number;
  readonly columns: number;
  readonly samples?: number;
  readonly allocated?: number;
  readonly stored?: number;
  readonly highBit?: number;
  readonly signed?: 0 | 1;
  readonly photometric?: string;
  readonly planar?: 0 | 1;
  readonly frames?: number;
  readonly more?: readonly WriteElement[];
};

/** A small true DICOM object for tests: secondary capture unless `more` says otherwise. */
export function sampleObject(header: SampleHeader, pixels: Uint8Array): Uint8Array {
  const allocated = header.allocated ?? 8;
  const stored = header.stored ?? allocated;
  const elements: readonly WriteElement[] = [
    { tag: 0x00280002, vr: 'US', value: [header.samples ?? 1] },
    { tag: 0x00280004, vr: 'CS', value: header.photometric ?? 'MONOCHROME2' },
    { tag: 0x00280006, vr: 'US', value: [header.planar ?? 0] },
    { tag: 0x00280008, vr: 'IS', value: [header.frames ?? 1] },
    { tag: 0x00280010, vr: 'US', value: [header.rows] },
    { tag: 0x00280011, vr: 'US', value: [header.columns] },
    { tag: 0x00280100, vr: 'US', value: [allocated] },
    { tag: 0x00280101, vr: 'US', value: [stored] },
    { tag: 0x00280102, vr: 'US', value: [header.highBit ?? stored - 1] },
    { tag: 0x00280103, vr: 'US', value: [header.signed ?? 0] },
    ...(header.more ?? []),
    { tag: 0x7fe00010, vr: allocated > 8 ? 'OW' : 'OB', value: pixels },
  ];
  return writePart10({ sopClassUid: '1.2.840.10008.5.1.4.1.1.7', sopInstanceUid: '2.25.1', elements });
}
