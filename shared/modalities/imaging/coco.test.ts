import { describe, expect, it } from 'vitest';
import { AnnotationSchema } from '../../domain/annotation.ts';
import { LabelSchema } from '../../domain/protocol.ts';
import { writeCoco } from './coco.ts';
import { ImagingMetaSchema } from './meta.ts';

const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
const meta = ImagingMetaSchema.parse({
  rows: 40,
  columns: 60,
  frames: [
    { source: one, frame: 0 },
    { source: two, frame: 0 },
  ],
  orderedBy: 'x',
  photometricInterpretation: 'MONOCHROME2',
  windows: [],
  warnings: [],
});
const label = (id: string, parent?: string) =>
  LabelSchema.parse({
    id,
    name: id.toUpperCase(),
    definition: '',
    colour: 1,
    pattern: 'solid',
    geometries: [],
    attributes: [],
    examples: [],
    order: id,
    ...(parent ? { parent } : {}),
  });
const mark = (id: string, geometry: object, attributes = {}) =>
  AnnotationSchema.parse({
    id,
    source: one,
    label: 'b',
    geometry: { version: 1, slice: 1, ...geometry },
    attributes,
    protocol: 1,
    order: id,
  });

describe('COCO', () => {
  const annotations = [
    mark('m1', { kind: 'imaging.box', x: 2, y: 3, width: 10, height: 5 }, { certainty: 'possible' }),
    mark('m2', {
      kind: 'imaging.polygon',
      points: [
        [0, 0],
        [6, 0],
        [6, 8],
      ],
    }),
    mark('m3', { kind: 'imaging.point', x: 1, y: 1 }),
  ];
  const coco = writeCoco(
    [
      {
        id: 'item',
        name: 'CT',
        meta,
        fileNames: { [one]: 'a.dcm', [two]: 'b.dcm' },
        values: { annotations, relations: [], answers: {} },
      },
    ],
    [label('a'), label('b', 'a')],
    { description: 'd', version: '1', date_created: 'now' },
  );

  it('[COCO1] every slice is an image, those without annotations too', () => {
    expect(coco.images.map(({ id, file_name, width, height }) => [id, file_name, width, height])).toEqual([
      [1, 'a.dcm', 60, 40],
      [2, 'b.dcm', 60, 40],
    ]);
    expect(coco.categories).toEqual([
      { id: 1, name: 'A', supercategory: '' },
      { id: 2, name: 'B', supercategory: 'A' },
    ]);
  });
  it('[COCO2] boxes and polygons have segmentation, area and bbox as the format defines them', () => {
    expect(coco.annotations).toEqual([
      {
        id: 1,
        image_id: 2,
        category_id: 2,
        segmentation: [[2, 3, 12, 3, 12, 8, 2, 8]],
        area: 50,
        bbox: [2, 3, 10, 5],
        iscrowd: 0,
        attributes: { certainty: 'possible' },
      },
      {
        id: 2,
        image_id: 2,
        category_id: 2,
        segmentation: [[0, 0, 6, 0, 6, 8]],
        area: 24,
        bbox: [0, 0, 6, 8],
        iscrowd: 0,
        attributes: {},
      },
    ]);
  });
  it('[COCO4] answers stand under the names of question and option, by id where the protocol has none', () => {
    const nodule = { ...label('b'), attributes: [{ id: 'q1', name: 'Certainty', type: 'choice', isRequired: true, order: 'a0', options: [{ id: 'o1', name: 'Possible' }] }] as never }; // as the schema reads it
    const named = writeCoco([{ id: 'item', name: 'CT', meta, fileNames: {}, values: { annotations: [mark('1', { kind: 'imaging.box', x: 2, y: 3, width: 10, height: 5 }, { q1: 'o1', q2: 'x', q3: 4 })], relations: [], answers: {} } }], [nodule], { description: '', version: '1', date_created: '' });
    expect(named.annotations[0]?.attributes).toEqual({ Certainty: 'Possible', q2: 'x', q3: 4 });
  });
  it('[COCO3] what the format cannot say is counted, not silently lost', () =>
    expect(coco.info.left_out).toEqual({ 'imaging.point': 1 }));
});
