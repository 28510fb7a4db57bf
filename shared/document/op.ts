import type { Annotation, Geometry, Relation } from '../domain/annotation.ts';
import type { Anchor } from '../domain/comment.ts';
import type { AnnotationId, AttributeId, LabelId } from '../domain/ids.ts';
import type { AttributeValue } from '../domain/protocol.ts';

/** What a session settled for one row: which option won, and which annotations of the consensus stand for it. */
export interface Decision {
  readonly option: string;
  readonly annotations: readonly AnnotationId[];
  readonly at: string;
}

export interface NewComment {
  readonly id: string;
  readonly body: unknown;
  readonly anchor: Anchor;
  readonly parent?: string;
  readonly at: string;
  readonly mentions: readonly string[];
}

/** Everything a person can do to a document. Tools return these; `applyOps` is the one door through which they go in. */
export type Op =
  | { readonly type: 'add annotation'; readonly annotation: Annotation }
  | { readonly type: 'set geometry'; readonly id: AnnotationId; readonly geometry: Geometry }
  | { readonly type: 'set label'; readonly id: AnnotationId; readonly label: LabelId }
  | {
      readonly type: 'set attribute';
      readonly id: AnnotationId;
      readonly attribute: AttributeId;
      readonly value: AttributeValue | undefined;
    }
  | { readonly type: 'set flag'; readonly id: AnnotationId; readonly reason: string | undefined }
  | { readonly type: 'remove annotation'; readonly id: AnnotationId }
  | { readonly type: 'add relation'; readonly relation: Relation }
  | { readonly type: 'remove relation'; readonly id: string }
  | { readonly type: 'set answer'; readonly attribute: AttributeId; readonly value: AttributeValue | undefined }
  | { readonly type: 'add comment'; readonly comment: NewComment }
  | {
      readonly type: 'set comment body';
      readonly id: string;
      readonly body: unknown;
      readonly mentions: readonly string[];
    }
  /** `event` is a fresh id: resolving and reopening only ever add, so nobody overwrites another's word */
  | {
      readonly type: 'resolve comment';
      readonly id: string;
      readonly event: string;
      readonly isResolved: boolean;
      readonly at: string;
    }
  | { readonly type: 'remove comment'; readonly id: string }
  | { readonly type: 'set decision'; readonly row: string; readonly decision: Decision | undefined }
  /** one key of a protocol draft (`label/<id>` …), a session (`presenter` …), a dissent (`<row>/<user>`) or a ballot (`choice`, `reason`) */
  | {
      readonly type: 'set value';
      readonly root: 'draft' | 'session' | 'dissent' | 'ballot';
      readonly key: string;
      readonly value: unknown;
    };
