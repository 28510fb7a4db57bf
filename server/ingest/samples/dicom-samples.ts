import { type WriteElement, writePart10 } from '@consilium/shared/modalities/imaging/dicom/write.ts';
import { ctOrigin, ctPhantom, ctPixelMm, ctSize, ctSliceMm } from './ct-phantom.ts';
import { type Chest, radiograph, radiographSize } from './radiograph.ts';

export type SampleFile = { readonly name: string; readonly bytes: Uint8Array; readonly kind: 'dicom' | 'text' };

/** Root of the UIDs of made-up objects: a UUID as a number (PS3.5 B.2). */
const root = '2.25.215327405108352947016';
export const ctSeriesUid = `${root}.1.2`;

/** The CT series, one file a slice, lowest first; values are HU + 1024 so that rescale has something to do. */
export function ctFiles(): readonly SampleFile[] {
  return ctPhantom().map((hounsfield, slice) => {
    const stored = hounsfield.map((value) => value + 1024);
    const elements: readonly WriteElement[] = [
      ...common('CT', 'Demonstration CT of a phantom', '1', slice + 1),
      { tag: 0x00180015, vr: 'CS', value: 'CHEST' },
      { tag: 0x00180050, vr: 'DS', value: [ctSliceMm] },
      { tag: 0x00200032, vr: 'DS', value: [ctOrigin.x, ctOrigin.y, ctOrigin.z + slice * ctSliceMm] },
      { tag: 0x00200037, vr: 'DS', value: [1, 0, 0, 0, 1, 0] },
      { tag: 0x00200052, vr: 'UI', value: `${root}.1.3` },
      ...pixels(ctSize, 16, 1, new Uint8Array(stored.buffer)),
      { tag: 0x00280030, vr: 'DS', value: [ctPixelMm, ctPixelMm] },
      { tag: 0x00281050, vr: 'DS', value: [40, -550] },
      { tag: 0x00281051, vr: 'DS', value: [400, 1500] },
      { tag: 0x00281052, vr: 'DS', value: [-1024] },
      { tag: 0x00281053, vr: 'DS', value: [1] },
      { tag: 0x00281054, vr: 'LO', value: 'HU' },
      { tag: 0x00281055, vr: 'LO', value: 'SOFT TISSUE\\LUNG' },
    ];
    const object = { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', sopInstanceUid: `${root}.1.2.${slice + 1}`, elements };
    const name = `ct-phantom/slice-${String(slice + 1).padStart(2, '0')}.dcm`;
    return { name, kind: 'dicom', bytes: writePart10(object) };
  });
}

/** One radiograph as a digital X-ray image for presentation. */
export function radiographFile(name: string, number: number, chest: Chest): SampleFile {
  const values = radiograph(chest);
  const elements: readonly WriteElement[] = [
    ...common('DX', 'Demonstration chest radiograph', String(number + 1), 1),
    { tag: 0x00080068, vr: 'CS', value: 'FOR PRESENTATION' },
    { tag: 0x00180015, vr: 'CS', value: 'CHEST' },
    { tag: 0x00181164, vr: 'DS', value: [0.4, 0.4] },
    { tag: 0x00185101, vr: 'CS', value: 'PA' },
    { tag: 0x00200020, vr: 'CS', value: 'L\\F' },
    { tag: 0x00200062, vr: 'CS', value: 'U' },
    ...pixels(radiographSize, 12, 0, new Uint8Array(values.buffer)),
    { tag: 0x00281050, vr: 'DS', value: [1900] },
    { tag: 0x00281051, vr: 'DS', value: [3800] },
    { tag: 0x00281040, vr: 'CS', value: 'LOG' },
    { tag: 0x00281041, vr: 'SS', value: [-1] },
    { tag: 0x20500020, vr: 'CS', value: 'IDENTITY' },
  ];
  const sopInstanceUid = `${root}.${number + 1}.2.1`;
  const bytes = writePart10({ sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1', sopInstanceUid, elements });
  return { name, kind: 'dicom', bytes };
}

function common(modality: string, description: string, study: string, instance: number): readonly WriteElement[] {
  return [
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
    { tag: 0x00080008, vr: 'CS', value: 'ORIGINAL\\PRIMARY' },
    { tag: 0x00080020, vr: 'DA', value: '20260801' },
    { tag: 0x00080030, vr: 'TM', value: '120000' },
    { tag: 0x00080050, vr: 'SH', value: '' },
    { tag: 0x00080060, vr: 'CS', value: modality },
    { tag: 0x00080070, vr: 'LO', value: 'Consilium' },
    { tag: 0x00080090, vr: 'PN', value: '' },
    { tag: 0x0008103e, vr: 'LO', value: description },
    { tag: 0x00100010, vr: 'PN', value: 'PHANTOM' },
    { tag: 0x00100020, vr: 'LO', value: `PHANTOM-${study}` },
    { tag: 0x00100030, vr: 'DA', value: '' },
    { tag: 0x00100040, vr: 'CS', value: 'O' },
    { tag: 0x0020000d, vr: 'UI', value: `${root}.${study}.1` },
    { tag: 0x0020000e, vr: 'UI', value: `${root}.${study}.2` },
    { tag: 0x00200010, vr: 'SH', value: study },
    { tag: 0x00200011, vr: 'IS', value: [1] },
    { tag: 0x00200013, vr: 'IS', value: [instance] },
    { tag: 0x00280301, vr: 'CS', value: 'NO' },
  ];
}

function pixels(size: number, stored: number, signed: 0 | 1, bytes: Uint8Array): readonly WriteElement[] {
  return [
    { tag: 0x00280002, vr: 'US', value: [1] },
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: [size] },
    { tag: 0x00280011, vr: 'US', value: [size] },
    { tag: 0x00280100, vr: 'US', value: [16] },
    { tag: 0x00280101, vr: 'US', value: [stored] },
    { tag: 0x00280102, vr: 'US', value: [stored - 1] },
    { tag: 0x00280103, vr: 'US', value: [signed] },
    { tag: 0x7fe00010, vr: 'OW', value: bytes },
  ];
}
