import type * as Y from 'yjs';
import { type Comment, CommentSchema } from '../domain/comment.ts';
import { idOfKey, mapOf, roots } from './roots.ts';

/** All comments of a document, oldest first. `client` is the Yjs clientID that wrote the body: the server says whose that is. */
export function readComments(doc: Y.Doc): Comment[] {
  const map = mapOf(doc, roots.comments);
  const fieldsById = new Map<string, Record<string, unknown>>();
  const resolutionsById = new Map<string, { isResolved: boolean; at: string }[]>();
  for (const [key, value] of map.entries()) {
    const id = idOfKey(key);
    const field = key.slice(id.length + 1);
    if (field.startsWith('resolution/')) {
      resolutionsById.set(id, [...(resolutionsById.get(id) ?? []), value as { isResolved: boolean; at: string }]); // checked by use below
    } else fieldsById.set(id, { ...fieldsById.get(id), [field]: value });
  }
  const comments: Comment[] = [];
  for (const [id, fields] of fieldsById) {
    const isResolved = latest(resolutionsById.get(id) ?? [])?.isResolved === true;
    const parsed = CommentSchema.safeParse({ ...fields, id, isResolved, client: writerOf(map, `${id}/body`) });
    if (parsed.success) comments.push(parsed.data);
  }
  return comments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

const latest = (all: readonly { isResolved: boolean; at: string }[]) =>
  all.reduce<(typeof all)[number] | undefined>((a, b) => (a && a.at >= b.at ? a : b), undefined);

/** The clientID whose write stands under a key, 0 where there is none. Authorship is the server's binding of it (ARCHITECTURE.md, rule 4). */
export function writerOf(map: Y.Map<unknown>, key: string): number {
  return map._map.get(key)?.id.client ?? 0;
}
