import type * as Y from 'yjs';
import {
  type Annotation,
  AnnotationSchema,
  type Relation,
  RelationSchema,
  type ReadingValues,
} from '../domain/annotation.ts';
import { AttributeValueSchema, type AttributeValue } from '../domain/protocol.ts';
import type { AttributeId } from '../domain/ids.ts';
import { annotationFields, annotationKey, idOfKey, mapOf, roots } from './roots.ts';

/** Written by a newer version, or damaged: shown grey, left alone, never dropped. */
export interface UnreadableAnnotation {
  readonly id: string;
  readonly why: string;
}

export interface DocumentValues extends ReadingValues {
  readonly unreadable: readonly UnreadableAnnotation[];
}

/** Everything in a reading, a consensus or an open item as plain values, annotations in their order. */
export function readDocument(doc: Y.Doc): DocumentValues {
  const annotations = mapOf(doc, roots.annotations);
  const ids = new Set<string>();
  for (const key of annotations.keys()) ids.add(idOfKey(key));
  const attributesById = attributesByAnnotation(annotations);
  const read = [...ids].map((id) => readAnnotation(annotations, id, attributesById.get(id) ?? {}));
  return {
    annotations: read
      .filter((one) => one.type === 'annotation')
      .map((one) => one.annotation)
      .sort(byOrder),
    unreadable: read.filter((one) => one.type === 'unreadable').map(({ id, why }) => ({ id, why })),
    relations: readRelations(doc),
    answers: readAnswers(doc),
  };
}

export type ReadAnnotation =
  | { readonly type: 'annotation'; readonly annotation: Annotation }
  | { readonly type: 'unreadable'; readonly id: string; readonly why: string }
  | { readonly type: 'removed' };

/** One annotation by id; `removed` also where only leftovers of a removal are found. */
export function readAnnotation(
  map: Y.Map<unknown>,
  id: string,
  attributes: Readonly<Record<string, unknown>>,
): ReadAnnotation {
  if (map.has(annotationKey(id, 'removed')) || !map.has(annotationKey(id, 'geometry'))) return { type: 'removed' };
  const fields: Record<string, unknown> = { id, attributes };
  for (const field of annotationFields) fields[field] = map.get(annotationKey(id, field));
  delete fields.removed;
  const parsed = AnnotationSchema.safeParse(fields);
  if (parsed.success) return { type: 'annotation', annotation: parsed.data };
  return {
    type: 'unreadable',
    id,
    why: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  };
}

const attributeInfix = '/attribute/';

/** All attribute values, in one pass over the keys. */
export function attributesByAnnotation(map: Y.Map<unknown>): Map<string, Record<string, unknown>> {
  const byId = new Map<string, Record<string, unknown>>();
  for (const [key, value] of map.entries()) {
    const at = key.indexOf(attributeInfix);
    if (at < 0) continue;
    const id = key.slice(0, at);
    const attributes = byId.get(id) ?? {};
    attributes[key.slice(at + attributeInfix.length)] = value;
    byId.set(id, attributes);
  }
  return byId;
}

/** By fractional index, ties by id, so that everybody sees one order. */
export const byOrder = (a: Annotation, b: Annotation): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

export function readRelations(doc: Y.Doc): Relation[] {
  const relations: Relation[] = [];
  for (const [id, value] of mapOf(doc, roots.relations).entries()) {
    const parsed = RelationSchema.safeParse({ ...(value as object), id }); // a non-object spreads to nothing and fails the schema
    if (parsed.success) relations.push(parsed.data);
  }
  return relations.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function readAnswers(doc: Y.Doc): Record<AttributeId, AttributeValue> {
  const answers: Record<string, AttributeValue> = {};
  for (const [attribute, value] of mapOf(doc, roots.answers).entries()) {
    const parsed = AttributeValueSchema.safeParse(value);
    if (parsed.success) answers[attribute] = parsed.data;
  }
  return answers;
}
