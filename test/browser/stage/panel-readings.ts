import { type Annotation, AnnotationSchema, type Geometry } from '@consilium/shared/domain/annotation.ts';
import type { AttributeId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';

type Point = readonly [number, number];

/** An outline that looks drawn by hand: a closed ring of points, its radius swelling and shrinking with `phase`. */
export function outline([x, y]: Point, [radiusX, radiusY]: Point, points: number, phase: number): Geometry {
  const ring = Array.from({ length: points }, (_, at) => {
    const angle = (at / points) * 2 * Math.PI;
    const swell = 1 + 0.07 * Math.sin(3 * angle + phase) + 0.05 * Math.cos(5 * angle + 2 * phase);
    return [Math.round(x + radiusX * swell * Math.cos(angle)), Math.round(y + radiusY * swell * Math.sin(angle))];
  });
  return { kind: 'imaging.polygon', version: 1, slice: 0, points: ring };
}
const point = ([x, y]: Point): Geometry => ({ kind: 'imaging.point', version: 1, slice: 0, x, y });
const box = ([x, y]: Point, [width, height]: Point): Geometry => ({ kind: 'imaging.box', version: 1, slice: 0, x, y, width, height });
const length = (from: Point, to: Point): Geometry => ({ kind: 'imaging.length', version: 1, slice: 0, from, to });
const effusion: Geometry = { kind: 'imaging.polygon', version: 1, slice: 0, points: [[905, 745], [912, 800], [905, 850], [868, 866], [815, 862], [762, 832], [840, 812], [880, 780]] };

type Mark = readonly [label: string, geometry: Geometry, attributes?: Readonly<Record<string, unknown>>];
const certain = (certainty: string) => ({ certainty });
const tip = (x: number, y: number): Mark => ['line', point([x, y])];

/** What four readers say of one radiograph, so that every kind of difference is there. */
export const panelReadings: readonly { readonly marks: readonly Mark[]; readonly answers: Readonly<Record<string, string>> }[] = [
  {
    marks: [['consolidation', outline([795, 695], [112, 102], 16, 0.4), certain('definite')], ['effusion', effusion], tip(515, 330), ['nodule', outline([268, 352], [36, 34], 10, 0.1)]],
    answers: { acute: 'yes', quality: 'adequate' },
  },
  {
    marks: [['consolidation', outline([755, 700], [168, 92], 16, 1.9), certain('definite')], ['effusion', effusion], ['fracture', box([905, 520], [52, 40])], ['nodule', outline([270, 350], [35, 35], 10, 0.9)]],
    answers: { acute: 'yes', quality: 'adequate' },
  },
  {
    marks: [['consolidation', outline([830, 655], [70, 62], 12, 3.1), certain('probable')], ['effusion', effusion], tip(512, 334), ['nodule', outline([267, 354], [34, 35], 10, 2.2)]],
    answers: { acute: 'yes', quality: 'poor' },
  },
  {
    marks: [['atelectasis', outline([800, 740], [104, 116], 14, 4.4)], tip(508, 352), ['fracture', box([901, 524], [54, 38])], ['nodule', outline([269, 352], [37, 36], 10, 3.3)]],
    answers: { acute: 'no', quality: 'adequate' },
  },
];

/** A reading under way, for the annotate screen: as dense as a hard case is. */
export const readingUnderWay: (typeof panelReadings)[number] = {
  marks: [
    ['nodule', outline([742, 300], [27, 26], 10, 0.2)],
    ['consolidation', outline([250, 735], [128, 108], 14, 1.2), certain('definite')],
    ['effusion', { kind: 'imaging.polygon', version: 1, slice: 0, points: [[118, 790], [112, 842], [132, 884], [190, 880], [238, 858], [170, 836], [140, 812]] }],
    ['cardiomegaly', length([385, 745], [722, 745])],
    ['line', point([512, 322])],
  ],
  answers: { acute: 'yes', quality: 'adequate' },
};

/** A reading as the changes that write it. */
export function readingOps({ marks, answers }: (typeof panelReadings)[number], source: string): Op[] {
  return [
    ...marks.map(([label, geometry, attributes = {}], at): Op => {
      const annotation: Annotation = AnnotationSchema.parse({ id: `mark-${at + 1}`, source, label, geometry, attributes, protocol: 1, order: `a${at}` });
      return { type: 'add annotation', annotation };
    }),
    ...Object.entries(answers).map(([attribute, value]): Op => ({ type: 'set answer', attribute: attribute as AttributeId, value })), // ids of the panel's protocol
  ];
}

/** Label and passage; the second lies over the first, the third has two parts. */
const passages: readonly (readonly [label: string, ...quotes: string[]])[] = [
  ['nodule', '18 mm solid nodule in the right upper lobe'],
  ['atelectasis', 'right upper lobe'],
  ['consolidation', 'Weight loss', 'cough for six weeks'],
  ['effusion', 'pleural effusion'],
  ['pneumothorax', 'pneumothorax'],
  ['nodule', 'Hypodense lesion in segment VIII'],
  ['consolidation', 'Metastasis'],
];

/** A note half read: passages marked, two of them linked. */
export function noteOps(text: string, source: string): Op[] {
  const marks = passages.map(([label, ...quotes], at): Op => {
    const parts = quotes.map((quote) => ({ start: text.indexOf(quote), end: text.indexOf(quote) + quote.length }));
    const attributes = label === 'consolidation' ? certain('probable') : {};
    return { type: 'add annotation', annotation: AnnotationSchema.parse({ id: `passage-${at + 1}`, source, label, geometry: { kind: 'text.span', version: 1, parts }, attributes, protocol: 1, order: `a${at}` }) };
  });
  const [from, to] = ['passage-6' as Annotation['id'], 'passage-7' as Annotation['id']]; // ids given above
  return [...marks, { type: 'add relation', relation: { id: 'link', type: 'explains', from, to } }];
}
