import { failed, ok, type Result } from '../kernel/result.ts';
import type { ItemId, ProjectId, RowId, SessionId, UserId } from '../domain/ids.ts';

/** Which document is meant; its name is what travels on the wire and keys the log. */
export type DocumentRef =
  | { readonly type: 'reading'; readonly item: ItemId; readonly annotator: UserId }
  | { readonly type: 'discussion'; readonly item: ItemId; readonly annotator: UserId }
  | { readonly type: 'consensus'; readonly item: ItemId }
  | { readonly type: 'session'; readonly session: SessionId }
  | { readonly type: 'ballot'; readonly session: SessionId; readonly row: RowId; readonly member: UserId }
  | { readonly type: 'protocol'; readonly project: ProjectId }
  | { readonly type: 'item'; readonly item: ItemId };

export type DocumentName = string;

/** `reading/<item>/<annotator>` and so on: the words of ARCHITECTURE.md section 2. */
export function documentName(ref: DocumentRef): DocumentName {
  switch (ref.type) {
    case 'reading':
    case 'discussion':
      return `${ref.type}/${ref.item}/${ref.annotator}`;
    case 'consensus':
    case 'item':
      return `${ref.type}/${ref.item}`;
    case 'session':
      return `session/${ref.session}`;
    case 'ballot':
      return `ballot/${ref.session}/${ref.row}/${ref.member}`;
    case 'protocol':
      return `protocol/${ref.project}`;
  }
}

const part = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads a document's name; anything that `documentName` could not have written is refused. */
export function documentRef(name: string): Result<DocumentRef, { type: 'UnknownDocument'; name: string }> {
  const [type, ...ids] = name.split('/');
  const [a, b, c] = ids;
  const shape = ids.every((id) => part.test(id)) ? `${type}:${ids.length}` : 'malformed';
  // The casts below brand parts that were just checked against the id pattern.
  switch (shape) {
    case 'reading:2':
    case 'discussion:2':
      return ok({ type: type as 'reading' | 'discussion', item: a as ItemId, annotator: b as UserId });
    case 'consensus:1':
    case 'item:1':
      return ok({ type: type as 'consensus' | 'item', item: a as ItemId });
    case 'session:1':
      return ok({ type: 'session', session: a as SessionId });
    case 'ballot:3':
      return ok({ type: 'ballot', session: a as SessionId, row: b as RowId, member: c as UserId });
    case 'protocol:1':
      return ok({ type: 'protocol', project: a as ProjectId });
    default:
      return failed({ type: 'UnknownDocument', name });
  }
}
