import type { DocumentFacts, ItemFacts, SessionFacts } from '@consilium/shared/permissions/actor.ts';
import type { DocumentRef } from '@consilium/shared/permissions/document-ref.ts';
import { AssignmentStateSchema, BlindingSchema, ItemPhaseSchema } from '@consilium/shared/domain/item.ts';
import type { Services, SignedIn } from '../work/services.ts';

/** The document's project and what the policy needs to know of it for this person; `undefined` where there is no such document. */
export interface Found {
  readonly project: string;
  readonly facts: DocumentFacts;
}

export async function factsOf(services: Pick<Services, 'db'>, person: SignedIn, ref: DocumentRef): Promise<Found | undefined> {
  switch (ref.type) {
    case 'reading':
    case 'discussion':
    case 'consensus':
    case 'item': {
      const annotator = ref.type === 'reading' || ref.type === 'discussion' ? ref.annotator : person.id;
      const found = await itemFacts(services, person, ref.item, annotator);
      return found && { project: found.project, facts: { ref, item: found.item } };
    }
    case 'session':
    case 'ballot': {
      const found = await sessionFacts(services, person, ref.session, ref.type === 'ballot' ? ref.row : undefined);
      return found && { project: found.project, facts: { ref, session: found.session } };
    }
    case 'protocol': {
      const row = await services.db.selectFrom('projects').select('id').where('id', '=', ref.project).executeTakeFirst();
      return row && { project: row.id, facts: { ref } };
    }
  }
}

/** What `documentGrant` asks of an item, in two queries. */
export async function itemFacts({ db }: Pick<Services, 'db'>, person: SignedIn, item: string, annotator: string): Promise<{ project: string; item: ItemFacts } | undefined> {
  const row = await db
    .selectFrom('items')
    .select(['project_id', 'phase', 'blinding'])
    .select((select) =>
      select
        .selectFrom('session_items')
        .innerJoin('sessions', 'sessions.id', 'session_items.session_id')
        .innerJoin('session_members', 'session_members.session_id', 'sessions.id')
        .whereRef('session_items.item_id', '=', 'items.id')
        .where('sessions.state', '=', 'open')
        .where('session_members.user_id', '=', person.id)
        .select((count) => count.fn.countAll().as('n'))
        .as('sessions'),
    )
    .where('items.id', '=', item)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const assignments = await db.selectFrom('assignments').select(['user_id', 'state']).where('item_id', '=', item).where('user_id', 'in', [person.id, annotator]).execute();
  const stateOf = (user: string) => {
    const found = assignments.find((assignment) => assignment.user_id === user);
    return found && AssignmentStateSchema.parse(found.state);
  };
  const facts: ItemFacts = {
    phase: ItemPhaseSchema.parse(row.phase), blinding: BlindingSchema.parse(row.blinding),
    assignment: stateOf(person.id), annotatorAssignment: stateOf(annotator), isInSession: Number(row.sessions ?? 0) > 0,
  };
  return { project: row.project_id, item: facts };
}

async function sessionFacts({ db }: Pick<Services, 'db'>, person: SignedIn, session: string, rowId: string | undefined): Promise<{ project: string; session: SessionFacts } | undefined> {
  const row = await db
    .selectFrom('sessions')
    .leftJoin('session_members', (join) => join.onRef('session_members.session_id', '=', 'sessions.id').on('session_members.user_id', '=', person.id))
    .select(['sessions.project_id', 'sessions.state', 'sessions.chair_id', 'session_members.user_id as member'])
    .where('sessions.id', '=', session)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const round =
    rowId === undefined
      ? undefined
      : await db.selectFrom('rounds').select('state').where('session_id', '=', session).where('row_id', '=', rowId).orderBy('number', 'desc').executeTakeFirst();
  const isOpen = row.state === 'open';
  return { project: row.project_id, session: { isOpen, isMember: row.member !== null, isChair: row.chair_id === person.id, isRoundOpen: isOpen && round?.state === 'open' } };
}
