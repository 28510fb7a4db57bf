import type * as Y from 'yjs';
import type { Annotation } from '../domain/annotation.ts';
import { unreachable } from '../kernel/exhaustive.ts';
import type { NewComment, Op } from './op.ts';
import { annotationKey, attributeKey, mapOf, roots } from './roots.ts';

/**
 * The one door for writing: applies all ops in one transaction, so that they travel, are saved and are undone together.
 * @param origin who acts, as the undo manager and the store track it
 */
export function applyOps(doc: Y.Doc, ops: readonly Op[], origin: unknown): void {
  doc.transact(() => {
    for (const op of ops) applyOp(doc, op);
  }, origin);
}

function applyOp(doc: Y.Doc, op: Op): void {
  const annotations = mapOf(doc, roots.annotations);
  switch (op.type) {
    case 'add annotation':
      return addAnnotation(annotations, op.annotation);
    case 'set geometry':
      return setIfThere(annotations, op.id, annotationKey(op.id, 'geometry'), op.geometry);
    case 'set label':
      return setIfThere(annotations, op.id, annotationKey(op.id, 'label'), op.label);
    case 'set attribute':
      return setIfThere(annotations, op.id, attributeKey(op.id, op.attribute), op.value);
    case 'set flag':
      return setIfThere(
        annotations,
        op.id,
        annotationKey(op.id, 'flag'),
        op.reason === undefined ? undefined : { reason: op.reason },
      );
    case 'remove annotation':
      return removeAnnotation(doc, op.id);
    case 'add relation':
      return setOrDelete(mapOf(doc, roots.relations), op.relation.id, {
        type: op.relation.type,
        from: op.relation.from,
        to: op.relation.to,
      });
    case 'remove relation':
      return setOrDelete(mapOf(doc, roots.relations), op.id, undefined);
    case 'set answer':
      return setOrDelete(mapOf(doc, roots.answers), op.attribute, op.value);
    case 'add comment':
      return addComment(mapOf(doc, roots.comments), op.comment);
    case 'set comment body':
      setOrDelete(mapOf(doc, roots.comments), `${op.id}/body`, op.body);
      return setOrDelete(mapOf(doc, roots.comments), `${op.id}/mentions`, op.mentions);
    case 'resolve comment':
      return setOrDelete(mapOf(doc, roots.comments), `${op.id}/resolution/${op.event}`, {
        isResolved: op.isResolved,
        at: op.at,
      });
    case 'remove comment':
      return deletePrefix(mapOf(doc, roots.comments), `${op.id}/`);
    case 'set decision':
      return setOrDelete(mapOf(doc, roots.decisions), op.row, op.decision);
    case 'set value':
      return setOrDelete(mapOf(doc, op.root), op.key, op.value);
    default:
      return unreachable(op);
  }
}

function addAnnotation(map: Y.Map<unknown>, annotation: Annotation): void {
  const { id, attributes, flag, ...fields } = annotation;
  map.set(annotationKey(id, 'source'), fields.source);
  map.set(annotationKey(id, 'label'), fields.label);
  map.set(annotationKey(id, 'geometry'), fields.geometry);
  map.set(annotationKey(id, 'protocol'), fields.protocol);
  map.set(annotationKey(id, 'order'), fields.order);
  if (flag) map.set(annotationKey(id, 'flag'), flag);
  for (const [attribute, value] of Object.entries(attributes)) map.set(attributeKey(id, attribute), value);
}

/** Removal leaves a mark that wins over what others change at the same time: nobody finds half an annotation. */
function removeAnnotation(doc: Y.Doc, id: string): void {
  const map = mapOf(doc, roots.annotations);
  if (!map.has(annotationKey(id, 'geometry'))) return;
  map.set(annotationKey(id, 'removed'), true);
  const relations = mapOf(doc, roots.relations);
  for (const [key, value] of relations.entries()) {
    const relation = value as { from?: unknown; to?: unknown }; // read leniently: `readDocument` validates
    if (relation.from === id || relation.to === id) relations.delete(key);
  }
}

function addComment(map: Y.Map<unknown>, comment: NewComment): void {
  map.set(`${comment.id}/body`, comment.body);
  map.set(`${comment.id}/anchor`, comment.anchor);
  map.set(`${comment.id}/at`, comment.at);
  map.set(`${comment.id}/mentions`, comment.mentions);
  if (comment.parent !== undefined) map.set(`${comment.id}/parent`, comment.parent);
}

function setIfThere(map: Y.Map<unknown>, id: string, key: string, value: unknown): void {
  if (map.has(annotationKey(id, 'geometry'))) setOrDelete(map, key, value);
}

function setOrDelete(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function deletePrefix(map: Y.Map<unknown>, prefix: string): void {
  for (const key of [...map.keys()]) if (key.startsWith(prefix)) map.delete(key);
}
