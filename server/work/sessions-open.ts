import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Session, sessionEndpoints } from '@consilium/shared/wire/rest/sessions.ts';
import type { Kysely } from 'kysely';
import type * as z from 'zod/mini';
import { lockRow } from '../storage/lock-row.ts';
import type { Database } from '../storage/schema.ts';
import { type ItemAtHand, itemAtHand } from './compared-item.ts';
import { announceItem } from './announce-item.ts';
import { actorWho } from './membership.ts';
import { publishSession } from './publish-session.ts';
import { type Answer, notFound, type Refusal, refuse } from './refusal.ts';
import { revealIn } from './reveal.ts';
import { watchRounds } from './rounds-watch.ts';
import { seedConsensus } from './seed-consensus.ts';
import type { Services, SignedIn } from './services.ts';
import { readSessionRow } from './sessions-access.ts';

type Wanted = z.infer<typeof sessionEndpoints.openSession.body>;

/**
 * Opens a session over compared items, with the opener as its chair: reveals the items and begins each consensus with what all agree on.
 * While one like it is open (same opener, name, items and rule), that is the answer: the first may have been lost on the way.
 */
export async function openSession(services: Services, person: SignedIn, project: string, wanted: Wanted): Answer<Session> {
  const allowed = await actorWho(services, person, project, 'session.open');
  if (!allowed.ok) return allowed;
  const ready = await itemsReady(services, project, [...new Set(wanted.items)]);
  if (!ready.ok) return ready;
  const id = services.newId();
  const now = services.clock();
  for (const item of ready.value) await seedConsensus(services, item.id, now);
  const opened = await services.db.transaction().execute(async (transaction): Promise<Result<string, Refusal>> => {
    await lockRow(transaction, 'projects', project); // or two who ask at once would each find none
    const same = await sameSession(transaction, person, project, ready.value.map((item) => item.id), wanted);
    if (same !== undefined) return ok(same);
    for (const item of ready.value) {
      const revealed = await revealIn(services, transaction, person.id, project, item.id);
      if (!revealed.ok) throw new TakenBack(revealed.error); // what was revealed in this transaction is taken back
    }
    const items = ready.value.map((item) => item.id);
    await transaction.insertInto('sessions').values({ id, project_id: project, name: wanted.name, state: 'open', chair_id: person.id, rule: JSON.stringify(wanted.rule), created_at: now, closed_at: null }).execute();
    await transaction.insertInto('session_items').values(items.map((item_id, position) => ({ session_id: id, item_id, position }))).execute();
    await transaction.insertInto('session_members').values({ session_id: id, user_id: person.id, joined_at: now }).execute();
    const about = { name: wanted.name, items, rule: wanted.rule, chair: person.id };
    await services.audit.record(transaction, { actorId: person.id, action: 'session.opened', projectId: project, target: `session/${id}`, new: about });
    return ok(id);
  }).catch(refusalOf);
  if (!opened.ok) return opened;
  watchRounds(services);
  await publishSession(services, opened.value);
  for (const item of ready.value) await announceItem(services, item.id);
  services.changes.announce({ userId: person.id });
  return ok(expectSession(await readSessionRow(services, opened.value)));
}

async function sameSession(db: Kysely<Database>, person: SignedIn, project: string, items: readonly string[], { name, rule }: Wanted): Promise<string | undefined> {
  const rows = await db.selectFrom('sessions').select('id').where('project_id', '=', project).where('state', '=', 'open').where('chair_id', '=', person.id).where('name', '=', name).execute();
  for (const { id } of rows) {
    const session = await readSessionRow({ db }, id);
    if (session !== undefined && session.items.join() === items.join() && session.rule.rule === rule.rule && session.rule.quorum === rule.quorum) return id;
  }
  return undefined;
}

class TakenBack extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function refusalOf(error: unknown): Result<string, Refusal> {
  if (error instanceof TakenBack) return failed(error.refusal);
  throw error;
}

function expectSession(session: Session | undefined): Session {
  if (session === undefined) throw new Error('a session just made is not there');
  return session;
}

/** Every item compared and every reading in: else which is not, in words. */
async function itemsReady(services: Services, project: string, ids: readonly string[]): Answer<ItemAtHand[]> {
  if (ids.length === 0) return refuse(422, 'NoItems', 'A session needs at least one case: choose some that are compared.');
  const items: ItemAtHand[] = [];
  for (const id of ids) {
    const item = await itemAtHand(services, id);
    if (item === undefined || item.project !== project) return notFound();
    items.push(item);
  }
  const unready = items.filter((item) => item.phase === 'reading' || item.phase === 'signed');
  if (unready.length === 0) return ok(items);
  const why = (item: ItemAtHand): string => (item.phase === 'signed' ? 'is signed already' : 'still waits for a reading');
  return refuse(422, 'NotReady', `${unready.map((item) => `“${item.name}” ${why(item)}`).join('; ')}. Leave it out, or wait for its readers.`, unready.map((item) => item.id));
}
