import { radiographFile } from '@consilium/server/ingest/samples/dicom-samples.ts';
import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId, AttributeId, LabelId, SourceId } from '@consilium/shared/domain/ids.ts';

export const aSource = 'ab'.repeat(32) as SourceId; // a well-formed SHA-256 for tests

/** A box on the first slice; every part can be set. */
export function aBox(id: string, parts: Partial<Annotation> = {}): Annotation {
  return {
    id: id as AnnotationId, // test ids are well formed
    source: aSource,
    label: 'nodule' as LabelId,
    geometry: { kind: 'imaging.box', version: 1, slice: 0, x: 10, y: 20, width: 30, height: 40 },
    attributes: {} as Record<AttributeId, string>,
    protocol: 1,
    order: 'a0',
    ...parts,
  };
}

/** Made-up chest radiographs without findings, one a seed, as files to import. */
export const radiographs = (seeds: readonly number[], name = 'chest') =>
  seeds.map((seed) => radiographFile(`${name}-${seed}.dcm`, seed, { seed, heart: 1, nodule: undefined, opacity: undefined, domes: { right: 0.7, left: 0.72 } }));
