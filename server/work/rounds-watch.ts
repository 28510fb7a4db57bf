import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { PublishedRoundSchema } from '@consilium/shared/wire/rest/sessions.ts';
import { announceItem } from './announce-item.ts';
import { ballotName, readBallots } from './ballots.ts';
import { publishSession } from './publish-session.ts';
import type { Services } from './services.ts';
import { membersOf, readSessionRow } from './sessions-access.ts';

const lookEveryMs = 700;
/** Of the sessions that are closed, those that may have been closed when a server ended. */
const closedLookedAt = 50;
const watching = new WeakMap<object, () => void>();

/** What one watch has seen and published already. */
interface Seen {
  readonly heads: Map<string, number>;
  readonly told: Set<string>;
}

/**
 * Publishes what the tables say of sessions and rounds and the session documents do not, because a server ended or lost its database in
 * between; and while rounds are open, who has voted (never what), within a second. Looks at the heads of the ballot documents, so that
 * it serves whichever relay a ballot came in by; rests while no round is open and all is told. Call at the start of the server, and
 * before publishing what was just committed.
 * @returns how to stop
 */
export function watchRounds(services: Services): () => void {
  const running = watching.get(services.db);
  if (running !== undefined) return running;
  const seen: Seen = { heads: new Map(), told: new Set() };
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    watching.delete(services.db);
  };
  const look = async (): Promise<void> => {
    const isAllDone = await lookOnce(services, seen).catch(() => false); // the next look tries again; a lost database is told elsewhere
    if (watching.get(services.db) !== stop) return;
    if (isAllDone) return stop();
    timer = setTimeout(look, lookEveryMs).unref();
  };
  watching.set(services.db, stop);
  timer = setTimeout(look, lookEveryMs).unref();
  return stop;
}

/** @returns whether no round is open and the documents tell all that the tables say */
async function lookOnce(services: Services, seen: Seen): Promise<boolean> {
  const isTold = await publishUntold(services, seen.told);
  return (await publishVoters(services, seen.heads)) === 0 && isTold;
}

/** @returns false where one could not be published: a document that cannot be read keeps no other from it */
async function publishUntold(services: Services, told: Set<string>): Promise<boolean> {
  let isAll = true;
  for (const [session, states] of await statesOf(services)) {
    if (states.every((state) => told.has(state))) continue;
    const isTold = await publishAndAnnounce(services, session).then(() => true, () => false);
    if (isTold) for (const state of states) told.add(state);
    else isAll = false;
  }
  return isAll;
}

/** What was not told was not announced either: who may see and write what is asked anew. */
async function publishAndAnnounce(services: Services, session: string): Promise<void> {
  const { isNews, rows } = await publishSession(services, session);
  if (!isNews) return;
  services.changes.announce({ document: `session/${session}` });
  const members = await membersOf(services, session);
  for (const row of rows) for (const member of members) services.changes.announce({ document: ballotName(session, row, member) });
  for (const item of (await readSessionRow(services, session))?.items ?? []) await announceItem(services, item);
}

/** Of each session that is open or was closed lately: its state and those of its rounds, as words that are new whenever something has changed. */
async function statesOf({ db }: Services): Promise<ReadonlyMap<string, readonly string[]>> {
  const open = await db.selectFrom('sessions').select(['id', 'state']).where('state', '=', 'open').execute();
  const closed = await db.selectFrom('sessions').select(['id', 'state']).where('state', '=', 'closed').orderBy('closed_at', 'desc').limit(closedLookedAt).execute();
  const states = new Map([...open, ...closed].map(({ id, state }) => [id, [`${id} ${state}`]]));
  const rounds = states.size === 0 ? [] : await db.selectFrom('rounds').select(['session_id', 'row_id', 'number', 'state']).where('session_id', 'in', [...states.keys()]).execute();
  for (const { session_id, row_id, number, state } of rounds) states.get(session_id)?.push(`${session_id} ${row_id} ${number} ${state}`);
  return states;
}

/** @returns how many rounds are open */
async function publishVoters(services: Services, headsSeen: Map<string, number>): Promise<number> {
  const rounds = await services.db.selectFrom('rounds').select(['session_id', 'row_id', 'number']).where('state', '=', 'open').execute();
  for (const { session_id: session, row_id: row, number } of rounds) {
    const members = await membersOf(services, session);
    const heads = await services.log.heads(members.map((member) => ballotName(session, row, member)));
    if ([...heads].every(([document, head]) => headsSeen.get(document) === head)) continue;
    await publishVotersOf(services, session, row, number, members);
    for (const [document, head] of heads) headsSeen.set(document, head);
  }
  return rounds.length;
}

async function publishVotersOf(services: Services, session: string, row: string, number: number, members: readonly string[]): Promise<void> {
  const voted = (await readBallots(services, session, row, members)).map(({ member }) => member);
  await services.relay.write(`session/${session}`, (doc) => {
    const published = mapOf(doc, roots.published);
    const there = PublishedRoundSchema.safeParse(published.get(`round/${row}`));
    if (!there.success || there.data.number !== number || there.data.state !== 'open' || there.data.voted.join() === voted.join()) return;
    published.set(`round/${row}`, { ...there.data, voted });
  }, 'server');
}
