import type { Annotation, Geometry } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId, LabelId, SourceId } from '@consilium/shared/domain/ids.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { generateKeyBetween } from 'fractional-indexing';

/** A finished gesture as an annotation at the end of the reading's order. */
export function newAnnotation(parts: { geometry: Geometry; source: string; label: Label; protocol: number; annotations: readonly Annotation[]; id: string }): Annotation {
  const { geometry, source, label, protocol, annotations, id } = parts;
  // `source` is one of the item's own, `id` was just made.
  return { id: id as AnnotationId, source: source as SourceId, label: label.id, geometry, attributes: {}, protocol, order: generateKeyBetween(annotations.at(-1)?.order ?? null, null) };
}

/** May a label stand on this kind of mark? No kinds named: any. */
export const allows = (label: Label, kind: string | undefined): boolean => kind === undefined || label.geometries.length === 0 || label.geometries.includes(kind);

export const relabelOps = (ids: readonly AnnotationId[], label: LabelId): readonly Op[] => ids.map((id) => ({ type: 'set label', id, label }));

export const removeOps = (ids: readonly AnnotationId[]): readonly Op[] => ids.map((id) => ({ type: 'remove annotation', id }));
