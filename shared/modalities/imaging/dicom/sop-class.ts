const named: readonly (readonly [prefix: string, name: string])[] = [
  ['1.2.840.10008.5.1.4.1.1.88.59', 'Key Object Selection'],
  ['1.2.840.10008.5.1.4.1.1.88.', 'Structured Report (SR)'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'Radiotherapy Structure Set (RTSTRUCT): contours drawn on another series'],
  ['1.2.840.10008.5.1.4.1.1.481.5', 'Radiotherapy Plan (RTPLAN)'],
  ['1.2.840.10008.5.1.4.1.1.481.8', 'Radiotherapy Ion Plan (RTPLAN)'],
  ['1.2.840.10008.5.1.4.1.1.481.', 'Radiotherapy record'],
  ['1.2.840.10008.5.1.4.1.1.9.', 'Waveform, such as an ECG'],
  ['1.2.840.10008.5.1.4.1.1.91.1', 'Microscopy Bulk Simple Annotations (ANN)'],
  ['1.2.840.10008.5.1.4.1.1.11.', 'Presentation State: how to show another image'],
  ['1.2.840.10008.5.1.4.1.1.104.1', 'Encapsulated PDF'],
  ['1.2.840.10008.5.1.4.1.1.104.', 'Encapsulated document'],
  ['1.2.840.10008.5.1.4.1.1.66.5', 'Surface Segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66.1', 'Spatial Registration'],
  ['1.2.840.10008.5.1.4.1.1.67', 'Real World Value Mapping'],
  ['1.2.840.10008.1.3.10', 'Media directory (DICOMDIR)'],
];

const byModality: Readonly<Record<string, string>> = {
  SR: 'Structured Report (SR)',
  RTSTRUCT: 'Radiotherapy Structure Set (RTSTRUCT): contours drawn on another series',
  RTPLAN: 'Radiotherapy Plan (RTPLAN)',
  ECG: 'Waveform (ECG)',
  PR: 'Presentation State',
  KO: 'Key Object Selection',
};

/** What kind of object it is, for a person who expected an image; `undefined` where nothing in it says. */
export function objectKind(sopClass: string | undefined, modality: string | undefined): string | undefined {
  const known = sopClass && named.find(([prefix]) => sopClass.startsWith(prefix));
  if (known) return known[1];
  if (modality && byModality[modality]) return byModality[modality];
  return sopClass ? `SOP class ${sopClass}` : undefined;
}
