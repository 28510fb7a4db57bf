import type { Role } from '../domain/people.ts';
import type { Actor, DocumentFacts, ItemFacts } from './actor.ts';

/**
 * What a person may change in a document: nothing, or the named roots. `own` roots: a person adds, and changes or deletes
 * only what they themselves put there. `shared` roots: anybody admitted changes anything. A root that ends in `/` is a prefix.
 */
export interface WriteGrant {
  readonly shared: readonly string[];
  readonly own: readonly string[];
}

export interface Grant {
  readonly mayRead: boolean;
  readonly write: WriteGrant | undefined;
  /** whether presence (awareness) is carried; never in a blind document */
  readonly hasPresence: boolean;
  /** reading is written to the audit log, because the person sees what is still hidden from others */
  readonly isAudited: boolean;
}

const refused: Grant = { mayRead: false, write: undefined, hasPresence: false, isAudited: false };
const readOnly = (hasPresence: boolean, isAudited = false): Grant => ({
  mayRead: true,
  write: undefined,
  hasPresence,
  isAudited,
});
const writing = (write: WriteGrant, hasPresence: boolean, isAudited = false): Grant => ({
  mayRead: true,
  write,
  hasPresence,
  isAudited,
});

const annotationRoots = { shared: ['annotations', 'answers', 'relations'], own: ['comments'] };
const reviewers: readonly (Role | undefined)[] = ['lead', 'adjudicator'];

/** May this person read, and write what, in this document now? The one answer for screens, REST and sockets (rules PERM1-9 in SPEC.md). */
export function documentGrant(actor: Actor, facts: DocumentFacts): Grant {
  if (actor.role === undefined && !actor.isAdministrator) return refused;
  switch (facts.ref.type) {
    case 'reading':
    case 'discussion':
    case 'consensus':
    case 'item':
      return 'item' in facts ? itemGrant(actor, facts.ref, facts.item) : refused;
    case 'session':
    case 'ballot':
      return 'session' in facts ? sessionGrant(actor, facts) : refused;
    case 'protocol':
      return isLead(actor) ? writing({ shared: ['draft', 'guideline'], own: ['comments'] }, true) : refused;
  }
}

type ItemRef = Extract<DocumentFacts, { item: ItemFacts }>['ref'];

function itemGrant(actor: Actor, ref: ItemRef, item: ItemFacts): Grant {
  const isRevealed = item.phase === 'revealed' || item.phase === 'signed';
  switch (ref.type) {
    case 'reading':
      if (ref.annotator === actor.user) return ownReadingGrant(item, isRevealed);
      return othersReadingGrant(actor, item, isRevealed);
    case 'discussion':
      if (ref.annotator === actor.user && item.assignment !== undefined)
        return writing({ shared: [], own: ['comments'] }, false);
      if (!isRevealed && isStillReading(item)) return refused;
      if (isReviewer(actor)) return writing({ shared: [], own: ['comments'] }, false, !isRevealed);
      return isRevealed && item.assignment !== undefined ? readOnly(false) : refused;
    case 'consensus':
      return consensusGrant(actor, item, isRevealed);
    case 'item':
      if (item.blinding !== 'open' || item.phase === 'signed')
        return item.blinding === 'open' ? readOnly(true) : refused;
      return isReviewer(actor) || actor.role === 'trainer' || item.assignment !== undefined
        ? writing(annotationRoots, true)
        : actor.role === 'observer'
          ? readOnly(true)
          : refused;
  }
}

function ownReadingGrant(item: ItemFacts, isRevealed: boolean): Grant {
  if (item.assignment === undefined || item.assignment === 'returned') return refused;
  return item.assignment === 'submitted' || isRevealed ? readOnly(false) : writing(annotationRoots, false);
}

function othersReadingGrant(actor: Actor, item: ItemFacts, isRevealed: boolean): Grant {
  if (isRevealed)
    return item.assignment !== undefined || item.isInSession || actor.role !== 'annotator' ? readOnly(false) : refused;
  if (isStillReading(item)) return refused;
  return isReviewer(actor) && item.annotatorAssignment === 'submitted' ? readOnly(false, true) : refused;
}

/** A lead or adjudicator who still has a reading of their own to submit is a blind reader first. */
const isStillReading = ({ assignment }: ItemFacts): boolean =>
  assignment !== undefined && assignment !== 'submitted' && assignment !== 'returned';

function consensusGrant(actor: Actor, item: ItemFacts, isRevealed: boolean): Grant {
  if (!isRevealed) return refused;
  const mayWrite = item.phase === 'revealed' && (item.isInSession || isReviewer(actor));
  if (mayWrite) return writing({ shared: [...annotationRoots.shared, 'decisions'], own: ['comments'] }, true);
  return item.assignment !== undefined || actor.role !== 'annotator' ? readOnly(true) : refused;
}

function sessionGrant(actor: Actor, facts: Extract<DocumentFacts, { session: unknown }>): Grant {
  const { ref, session } = facts;
  if (ref.type === 'ballot') {
    if (ref.member !== actor.user || !session.isMember) return refused;
    return session.isRoundOpen ? writing({ shared: ['ballot'], own: [] }, false) : readOnly(false);
  }
  if (!session.isMember && !isReviewer(actor)) return refused;
  if (!session.isOpen || !session.isMember) return readOnly(session.isOpen);
  return writing({ shared: ['session', 'rationale/'], own: ['comments', 'minutes', 'dissent'] }, true);
}

export const isLead = (actor: Actor): boolean => actor.role === 'lead' || actor.isAdministrator;
export const isReviewer = (actor: Actor): boolean => reviewers.includes(actor.role) || actor.isAdministrator;
