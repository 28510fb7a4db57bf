import { demonstrationFiles } from '@consilium/server/ingest/samples/demonstration.ts';
import { radiographFile } from '@consilium/server/ingest/samples/dicom-samples.ts';

/** What a file chooser hands over. */
interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Line ends of another system, signs beyond the first plane, letters in two parts: all are kept as they are. */
export const note = 'CHEST CT, 12 slices 🫁\r\n\r\nFe\u0301vrier: nodule of 18 mm in the right upper lobe.\r\nNo effusion. Cough 😷, then fever.\r\n';
const bytesOfNote = Buffer.from(note);

const series: readonly ChosenFile[] = demonstrationFiles()
  .filter(({ name }) => name.startsWith('ct-phantom'))
  .slice(9, 14)
  .map(({ name, bytes }) => ({ name: name.replace(/^.*\//, ''), mimeType: 'application/dicom', buffer: Buffer.from(bytes) }));

/** On this one there is nothing to find. */
const clearFilm = radiographFile('upright film.dcm', 1, { seed: 1, heart: 1, nodule: undefined, opacity: undefined, domes: { right: 0.7, left: 0.72 } });

/** A note, a series in no order, a film, the same note under another name, and a file that only begins like DICOM. */
export const filesToImport: readonly ChosenFile[] = [
  { name: 'report.txt', mimeType: 'text/plain', buffer: bytesOfNote },
  ...series.toReversed(),
  { name: clearFilm.name, mimeType: 'application/dicom', buffer: Buffer.from(clearFilm.bytes) },
  { name: 'report again.txt', mimeType: 'text/plain', buffer: bytesOfNote },
  { name: 'cut short.dcm', mimeType: 'application/dicom', buffer: Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(40, 7)]) },
];

/** One pixel: enough for an example to be shown. */
export const tinyPng = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=', 'base64');
