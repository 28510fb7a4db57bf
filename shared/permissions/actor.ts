import type { Blinding, AssignmentState, ItemPhase } from '../domain/item.ts';
import type { Role } from '../domain/people.ts';
import type { UserId } from '../domain/ids.ts';
import type { DocumentRef } from './document-ref.ts';

/** Who asks: a signed-in person and what they are in the project at hand (`undefined`: not a member). */
export interface Actor {
  readonly user: UserId;
  readonly isAdministrator: boolean;
  readonly role: Role | undefined;
}

/** What the server knows of an item when somebody asks for one of its documents. */
export interface ItemFacts {
  readonly phase: ItemPhase;
  readonly blinding: Blinding;
  /** the asking person's own assignment to the item, if any */
  readonly assignment: AssignmentState | undefined;
  /** the assignment of the annotator whose reading or discussion is asked for, if any */
  readonly annotatorAssignment: AssignmentState | undefined;
  /** whether the asking person sits in an open session over the item */
  readonly isInSession: boolean;
}

/** What the server knows of a session when somebody asks for one of its documents. */
export interface SessionFacts {
  readonly isOpen: boolean;
  readonly isMember: boolean;
  readonly isChair: boolean;
  /** for a ballot: whether its round is open */
  readonly isRoundOpen: boolean;
}

/** A document, and all that the policy needs to judge a request for it. */
export type DocumentFacts =
  | {
      readonly ref: Extract<DocumentRef, { type: 'reading' | 'discussion' | 'consensus' | 'item' }>;
      readonly item: ItemFacts;
    }
  | { readonly ref: Extract<DocumentRef, { type: 'session' | 'ballot' }>; readonly session: SessionFacts }
  | { readonly ref: Extract<DocumentRef, { type: 'protocol' }> };
