import { ok } from '@consilium/shared/kernel/result.ts';
import type { Actor } from '@consilium/shared/permissions/actor.ts';
import { isReviewer } from '@consilium/shared/permissions/policy.ts';
import { type Session, SessionRuleSchema } from '@consilium/shared/wire/rest/sessions.ts';
import { actorIn } from './membership.ts';
import { type Answer, forbidden, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** A session, and what the asking person is in it. */
export interface SessionAtHand {
  readonly session: Session;
  readonly actor: Actor;
  readonly members: readonly string[];
  readonly isMember: boolean;
  readonly isChair: boolean;
}

export async function readSessionRow({ db }: Pick<Services, 'db'>, id: string): Promise<Session | undefined> {
  const row = await db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const items = await db.selectFrom('session_items').select('item_id').where('session_id', '=', id).orderBy('position').execute();
  return {
    id, project: row.project_id, name: row.name, state: row.state === 'open' ? 'open' : 'closed', chair: row.chair_id,
    rule: SessionRuleSchema.parse(JSON.parse(row.rule)), items: items.map((one) => one.item_id), createdAt: row.created_at, closedAt: row.closed_at,
  };
}

/** The session, when it is anything to this person: a member of it or of its project; a stranger gets the answer for what is not there. */
export async function sessionFor(services: Pick<Services, 'db'>, person: SignedIn, id: string): Answer<SessionAtHand> {
  const session = await readSessionRow(services, id);
  const actor = session && (await actorIn(services, person, session.project));
  if (session === undefined || actor === undefined) return notFound();
  const members = await membersOf(services, id);
  return ok({ session, actor, members, isMember: members.includes(person.id), isChair: session.chair === person.id });
}

export async function membersOf({ db }: Pick<Services, 'db'>, session: string): Promise<string[]> {
  const rows = await db.selectFrom('session_members').select('user_id').where('session_id', '=', session).orderBy('joined_at').orderBy('user_id').execute();
  return rows.map((row) => row.user_id);
}

/** Who may look at a session and its record: its members, leads and adjudicators. */
export async function sessionToRead(services: Pick<Services, 'db'>, person: SignedIn, id: string): Answer<SessionAtHand> {
  const found = await sessionFor(services, person, id);
  if (!found.ok || found.value.isMember || isReviewer(found.value.actor)) return found;
  return forbidden('You are not in this session. Open its link to join.');
}

/** Who may open and close rounds and the session itself: its chair, leads and adjudicators in it. */
export async function sessionToLead(services: Pick<Services, 'db'>, person: SignedIn, id: string): Answer<SessionAtHand> {
  const found = await sessionFor(services, person, id);
  if (!found.ok) return found;
  const { isChair, isMember, actor } = found.value;
  return isChair || (isMember && isReviewer(actor)) ? found : forbidden('Only the chair, or a lead or adjudicator who has joined, does this in a session.');
}
