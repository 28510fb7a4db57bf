import type { Row } from '@consilium/shared/consensus/comparison.ts';
import { AnnotationSchema, type Annotation } from '@consilium/shared/domain/annotation.ts';

export const anAnnotation = (id: string, label: string, x = 0): Annotation =>
  AnnotationSchema.parse({
    id,
    source: 'a'.repeat(64),
    label,
    geometry: { kind: 'imaging.box', version: 1, slice: 0, x, y: 0, width: 10, height: 10 },
    attributes: {},
    protocol: 1,
    order: id,
  });

/** A finding row: what each reader marked, by label. */
export const aFinding = (
  id: string,
  type: Row['type'],
  labels: Readonly<Record<string, string>>,
  missing: string[] = [],
): Row => ({
  subject: 'finding',
  id,
  type,
  title: 'Nodule',
  why: '',
  sides: Object.entries(labels).map(([reader, label]) => ({
    reader,
    annotation: anAnnotation(`${id}-${reader}`, label),
  })),
  missing,
});
