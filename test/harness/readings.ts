import {
  type Annotation,
  AnnotationSchema,
  type Geometry,
  type ReadingValues,
} from '@consilium/shared/domain/annotation.ts';
import {
  type Label,
  LabelSchema,
  type ProtocolContent,
  defaultProtocolSettings,
} from '@consilium/shared/domain/protocol.ts';

/** A source that readings in tests stand on. */
export const aSource = 'a'.repeat(64);

export const aBox = (x: number, y: number, width = 10, height = 10, slice = 0): Geometry => ({
  kind: 'imaging.box',
  version: 1,
  slice,
  x,
  y,
  width,
  height,
});
export const aSpan = (start: number, end: number): Geometry => ({
  kind: 'text.span',
  version: 1,
  parts: [{ start, end }],
});

export function anAnnotation(
  id: string,
  label: string,
  geometry: Geometry,
  attributes: Readonly<Record<string, unknown>> = {},
): Annotation {
  return AnnotationSchema.parse({ id, source: aSource, label, geometry, attributes, protocol: 1, order: id });
}

export const aReading = (
  annotations: readonly Annotation[],
  answers: ReadingValues['answers'] = {},
): ReadingValues => ({ annotations: [...annotations], relations: [], answers });

export function aLabel(id: string, name: string, more: Readonly<Record<string, unknown>> = {}): Label {
  const plain = {
    id,
    name,
    definition: `What ${name} is.`,
    colour: 1,
    pattern: 'solid',
    geometries: ['imaging.box', 'text.span'],
    attributes: [],
    examples: [],
    order: id,
  };
  return LabelSchema.parse({ ...plain, ...more });
}

export const aProtocol = (more: Partial<ProtocolContent> = {}): ProtocolContent => ({
  labels: [aLabel('nodule', 'Nodule'), aLabel('mass', 'Mass')],
  relations: [],
  itemAttributes: [],
  rules: [],
  guideline: { type: 'doc', content: [] },
  settings: defaultProtocolSettings,
  ...more,
});

export const anImagingMeta = {
  rows: 100,
  columns: 100,
  frames: [{ source: aSource, frame: 0 }],
  orderedBy: 'file name',
  photometricInterpretation: 'MONOCHROME2',
  windows: [],
  warnings: [],
};
export const aTextMeta = { length: 60, lines: 1, excerpt: '' };
