import { ok } from '@consilium/shared/kernel/result.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import type { Session } from '@consilium/shared/wire/rest/sessions.ts';
import { lockRow } from '../storage/lock-row.ts';
import { announceItem } from './announce-item.ts';
import { namesOf } from './compared-item.ts';
import { actorWho } from './membership.ts';
import { publishSession } from './publish-session.ts';
import { type Answer, forbidden, notFound, refuse } from './refusal.ts';
import { watchRounds } from './rounds-watch.ts';
import type { Services, SignedIn } from './services.ts';
import { readSessionRow, sessionFor, sessionToLead } from './sessions-access.ts';

/** Sessions of a project, newest first. An annotator sees those they are in and those over items they read. */
export async function sessionsOf(services: Services, person: SignedIn, project: string): Answer<{ sessions: Session[] }> {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  const rows = await services.db.selectFrom('sessions').select('id').where('project_id', '=', project).orderBy('created_at', 'desc').execute();
  const sessions: Session[] = [];
  for (const { id } of rows) {
    const session = await readSessionRow(services, id);
    if (session !== undefined && (allowed.value.role !== 'annotator' || (await concerns(services, person, session)))) sessions.push(session);
  }
  return ok({ sessions });
}

async function concerns({ db }: Services, person: SignedIn, session: Session): Promise<boolean> {
  const member = await db.selectFrom('session_members').select('user_id').where('session_id', '=', session.id).where('user_id', '=', person.id).executeTakeFirst();
  if (member !== undefined) return true;
  const reader = await db.selectFrom('assignments').select('item_id').where('user_id', '=', person.id).where('item_id', 'in', session.items).executeTakeFirst();
  return reader !== undefined;
}

/** One session and the names of all who are in it, have read its items or could join. */
export async function readSession(services: Services, person: SignedIn, id: string): Answer<{ session: Session; names: Record<string, string> }> {
  const found = await sessionFor(services, person, id);
  if (!found.ok) return found;
  const { session, members } = found.value;
  const readers = await services.db.selectFrom('assignments').select('user_id').where('item_id', 'in', session.items).execute();
  const people = await services.db.selectFrom('memberships').select('user_id').where('project_id', '=', session.project).execute();
  return ok({ session, names: await namesOf(services, [...members, ...readers.map((one) => one.user_id), ...people.map((one) => one.user_id)]) });
}

/** Makes a member of the project a member of the session: who has the link and the role may come in. */
export async function joinSession(services: Services, person: SignedIn, id: string): Answer<Record<string, never>> {
  const found = await sessionFor(services, person, id);
  if (!found.ok) return found;
  const { session, actor, isMember } = found.value;
  if (isMember) return ok({});
  if (!may(actor, 'session.join')) return notFound();
  if (actor.role === 'observer') return forbidden('Observers look on after the reveal; they do not sit in sessions. Ask the lead for another role.');
  if (session.state === 'closed') return refuse(409, 'Closed', 'This session is closed. Its minutes can be read by its members.');
  if (await isStillReading(services, person, session)) return refuse(409, 'StillReading', 'You still have a blind reading of one of its cases. Submit it or give it back, then join.');
  const now = services.clock();
  await services.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('session_members').values({ session_id: id, user_id: person.id, joined_at: now }).onConflict((conflict) => conflict.doNothing()).execute();
    await services.audit.record(transaction, { actorId: person.id, action: 'session.joined', projectId: session.project, target: `session/${id}` });
  });
  services.changes.announce({ userId: person.id });
  return ok({});
}

async function isStillReading({ db }: Services, person: SignedIn, session: Session): Promise<boolean> {
  const row = await db.selectFrom('assignments').select('item_id').where('user_id', '=', person.id).where('item_id', 'in', session.items).where('state', 'in', ['assigned', 'reserved', 'open']).executeTakeFirst();
  return row !== undefined;
}

/** Ends a session: nobody writes in its documents any more. Rounds must be closed first. Asked again it tells once more what its document may not say yet. */
export async function closeSession(services: Services, person: SignedIn, id: string): Answer<Record<string, never>> {
  const found = await sessionToLead(services, person, id);
  if (!found.ok) return found;
  const { session } = found.value;
  const open = await services.db.transaction().execute(async (transaction) => {
    await lockRow(transaction, 'sessions', id); // or a round could be opened between the look and the closing
    const round = await transaction.selectFrom('rounds').select('row_id').where('session_id', '=', id).where('state', '=', 'open').executeTakeFirst();
    if (round !== undefined) return round;
    const closing = await transaction.updateTable('sessions').set({ state: 'closed', closed_at: services.clock() }).where('id', '=', id).where('state', '=', 'open').executeTakeFirst();
    if (closing.numUpdatedRows > 0n) await services.audit.record(transaction, { actorId: person.id, action: 'session.closed', projectId: session.project, target: `session/${id}` });
    return undefined;
  });
  if (open !== undefined) return refuse(409, 'RoundOpen', 'A round of ballots is still open. Close it first.', open.row_id);
  watchRounds(services);
  await publishSession(services, id);
  services.changes.announce({ document: `session/${id}` });
  for (const item of session.items) await announceItem(services, item);
  return ok({});
}
