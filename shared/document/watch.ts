import type * as Y from 'yjs';
import type { Annotation } from '../domain/annotation.ts';
import {
  attributesByAnnotation,
  byOrder,
  type DocumentValues,
  readAnnotation,
  readAnswers,
  readDocument,
  readRelations,
  type ReadAnnotation,
} from './read.ts';
import { idOfKey, mapOf, roots } from './roots.ts';

/** Values that follow a document. `current()` is the same object until something changes, and unchanged annotations stay the same objects. */
export interface Watched {
  current(): DocumentValues;
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/** Follows a document, reading again only the annotations that a transaction touched: an edit in 5,000 annotations costs one. */
export function watchDocument(doc: Y.Doc): Watched {
  const annotations = mapOf(doc, roots.annotations);
  const listeners = new Set<() => void>();
  const readById = new Map<string, ReadAnnotation>();
  let values = readDocument(doc);
  for (const annotation of values.annotations) readById.set(annotation.id, { type: 'annotation', annotation });
  for (const one of values.unreadable) readById.set(one.id, { type: 'unreadable', ...one });

  const changed = (next: Partial<DocumentValues>): void => {
    values = { ...values, ...next };
    for (const listener of listeners) listener();
  };
  const onAnnotations = (event: Y.YMapEvent<unknown>): void => {
    const ids = new Set<string>();
    for (const key of event.keysChanged) ids.add(idOfKey(key));
    const attributes = ids.size > 50 ? attributesByAnnotation(annotations) : undefined;
    for (const id of ids)
      readById.set(
        id,
        readAnnotation(annotations, id, attributes?.get(id) ?? attributesOf(annotations, id, attributes !== undefined)),
      );
    changed(split(readById.values()));
  };
  const onRelations = (): void => changed({ relations: readRelations(doc) });
  const onAnswers = (): void => changed({ answers: readAnswers(doc) });
  annotations.observe(onAnnotations);
  mapOf(doc, roots.relations).observe(onRelations);
  mapOf(doc, roots.answers).observe(onAnswers);

  return {
    current: () => values,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      annotations.unobserve(onAnnotations);
      mapOf(doc, roots.relations).unobserve(onRelations);
      mapOf(doc, roots.answers).unobserve(onAnswers);
      listeners.clear();
    },
  };
}

function attributesOf(map: Y.Map<unknown>, id: string, isKnownEmpty: boolean): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if (isKnownEmpty) return attributes;
  const prefix = `${id}/attribute/`;
  for (const key of map.keys()) if (key.startsWith(prefix)) attributes[key.slice(prefix.length)] = map.get(key);
  return attributes;
}

function split(read: Iterable<ReadAnnotation>): Pick<DocumentValues, 'annotations' | 'unreadable'> {
  const annotations: Annotation[] = [];
  const unreadable: { id: string; why: string }[] = [];
  for (const one of read) {
    if (one.type === 'annotation') annotations.push(one.annotation);
    if (one.type === 'unreadable') unreadable.push({ id: one.id, why: one.why });
  }
  return { annotations: annotations.sort(byOrder), unreadable };
}
