import { liverLesion, lungNodules, type Sphere } from './ct-anatomy.ts';
import { ctOrigin, ctPixelMm, ctSliceMm, ctSlices } from './ct-phantom.ts';
import { ctFiles, radiographFile, type SampleFile } from './dicom-samples.ts';
import { notes } from './notes.ts';
import type { Chest } from './radiograph.ts';

/** Where something is that readers should find, and could disagree about. */
export type DemonstrationFinding =
  | {
      readonly type: 'round';
      /** The file; of a series, the folder. */
      readonly item: string;
      readonly name: string;
      /** Index in the series' geometric order; 0 for a single image. */
      readonly slice: number;
      /** Slices on which it can be seen at all, half-open. */
      readonly slices: readonly [start: number, end: number];
      /** Centre and radius in image pixels, where pixel i covers [i, i + 1). */
      readonly x: number;
      readonly y: number;
      readonly radius: number;
    }
  | {
      readonly type: 'span';
      readonly item: string;
      readonly label: string;
      readonly quote: string;
      /** UTF-16 code units of the note, half-open. */
      readonly start: number;
      readonly end: number;
      readonly hint?: string;
    };

const first: Chest = {
  ...{ seed: 11, heart: 1, domes: { right: 0.765, left: 0.795 } },
  nodule: { x: 268, y: 352, radius: 30 },
  opacity: { x: 800, y: 700, radius: 105 },
};
const second: Chest = {
  ...{ seed: 23, heart: 1.24, domes: { right: 0.8, left: 0.815 } },
  nodule: { x: 742, y: 300, radius: 22 },
  opacity: { x: 250, y: 740, radius: 125 },
};
const third: Chest = {
  ...{ seed: 37, heart: 1.05, domes: { right: 0.75, left: 0.775 } },
  nodule: { x: 690, y: 560, radius: 26 },
  opacity: undefined,
};
const fourth: Chest = {
  ...{ seed: 41, heart: 1.12, domes: { right: 0.785, left: 0.81 } },
  nodule: { x: 330, y: 270, radius: 52 },
  opacity: { x: 735, y: 655, radius: 90 },
};
const radiographs = [
  { name: 'chest-radiograph-1.dcm', chest: first, opacity: 'left basal opacity' },
  { name: 'chest-radiograph-2.dcm', chest: second, opacity: 'right basal opacity' },
  { name: 'chest-radiograph-3.dcm', chest: third, opacity: '' },
  { name: 'chest-radiograph-4.dcm', chest: fourth, opacity: 'left basal opacity' },
] as const;

/** So many of the items, in the order of the files, are read by two readers; the others wait for whoever makes the demonstration. */
export const readByBoth = 5;

/** The demonstration's files, made anew and always the same: a CT series, four radiographs, six notes; both kinds on either side of `readByBoth`. No real person. */
export function demonstrationFiles(): readonly SampleFile[] {
  const encoder = new TextEncoder();
  const films = radiographs.map(({ name, chest }, index) => radiographFile(name, index + 1, chest));
  const texts = notes.map(({ name, text }) => ({ name, kind: 'text' as const, bytes: encoder.encode(text) }));
  return [...ctFiles(), ...films.slice(0, 2), ...texts.slice(0, 2), ...films.slice(2), ...texts.slice(2)];
}

/** Where the findings in `demonstrationFiles` truly are. */
export const demonstrationFindings: readonly DemonstrationFinding[] = [
  ...[...lungNodules, liverLesion].map(inSeries),
  ...radiographs.flatMap(({ name, chest, opacity }) => [
    ...(chest.nodule ? [onRadiograph(name, 'nodule', chest.nodule)] : []),
    ...(chest.opacity ? [onRadiograph(name, opacity, chest.opacity)] : []),
  ]),
  ...notes.flatMap(({ name, text, marks }) =>
    marks.map(({ quote, label, hint, occurrence = 0 }): DemonstrationFinding => {
      const start = nthIndexOf(text, quote, occurrence);
      const span = { type: 'span', item: name, label, quote, start, end: start + quote.length } as const;
      return hint === undefined ? span : { ...span, hint };
    }),
  ),
];

function inSeries({ name, x, y, z, radiusMm }: Sphere): DemonstrationFinding {
  const toPixels = (mm: number, origin: number) => (mm - origin) / ctPixelMm + 0.5;
  const start = Math.max(0, Math.ceil((z - radiusMm) / ctSliceMm));
  const end = Math.min(ctSlices, Math.floor((z + radiusMm) / ctSliceMm) + 1);
  const [column, row] = [toPixels(x, ctOrigin.x), toPixels(y, ctOrigin.y)];
  const round = { name, slice: Math.round(z / ctSliceMm), slices: [start, end] as const, radius: radiusMm / ctPixelMm };
  return { type: 'round', item: 'ct-phantom', x: column, y: row, ...round };
}

function onRadiograph(
  item: string,
  name: string,
  { x, y, radius }: NonNullable<Chest['nodule']>,
): DemonstrationFinding {
  return { type: 'round', item, name, slice: 0, slices: [0, 1], x: x + 0.5, y: y + 0.5, radius };
}

function nthIndexOf(text: string, quote: string, occurrence: number): number {
  let at = text.indexOf(quote);
  for (let passed = 0; passed < occurrence && at >= 0; passed++) at = text.indexOf(quote, at + 1);
  if (at < 0) throw new Error(`a demonstration note does not hold "${quote}"`);
  return at;
}
