import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { type PublishedRound, PublishedRoundSchema } from '@consilium/shared/wire/rest/sessions.ts';
import type { Services } from './services.ts';
import { membersOf } from './sessions-access.ts';

export const ballotName = (session: string, row: string, member: string): string => `ballot/${session}/${row}/${member}`;

export interface SealedBallot {
  readonly member: string;
  readonly choice: string;
  readonly reason: string;
}

/** What a member's ballot says now; `undefined` while it has no choice. Asked by the server alone. */
export async function readBallot({ relay }: Pick<Services, 'relay'>, session: string, row: string, member: string): Promise<SealedBallot | undefined> {
  const doc = await relay.read(ballotName(session, row, member));
  const [choice, reason] = [mapOf(doc, roots.ballot).get('choice'), mapOf(doc, roots.ballot).get('reason')];
  doc.destroy();
  if (typeof choice !== 'string' || choice === '') return undefined;
  return { member, choice: choice.slice(0, 200), reason: typeof reason === 'string' ? reason.slice(0, 5000) : '' };
}

/** The one key of the session document that tells of a round; a newer round or a closed one is never put back. */
export async function publishRound({ relay }: Pick<Services, 'relay'>, session: string, round: PublishedRound): Promise<void> {
  await relay.write(`session/${session}`, (doc) => {
    const published = mapOf(doc, roots.published);
    const there = PublishedRoundSchema.safeParse(published.get(`round/${round.row}`));
    if (there.success && (there.data.number > round.number || (there.data.number === round.number && there.data.state === 'closed'))) return;
    published.set(`round/${round.row}`, round);
  }, 'server');
}

const lookEveryMs = 700;
const watching = new WeakMap<object, () => void>();

/**
 * While rounds are open, publishes who has voted (never what), within a second. Looks at the heads of the ballot documents, so that
 * it serves whichever relay a ballot came in by; rests while no round is open. Call at the start of the server and at each opening.
 * @returns how to stop
 */
export function watchRounds(services: Services): () => void {
  const running = watching.get(services.db);
  if (running !== undefined) return running;
  const headsSeen = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    watching.delete(services.db);
  };
  const look = async (): Promise<void> => {
    const count = await publishVoters(services, headsSeen).catch(() => 1); // the next look tries again; a lost database is told elsewhere
    if (watching.get(services.db) !== stop) return;
    if (count === 0) return stop();
    timer = setTimeout(look, lookEveryMs).unref();
  };
  watching.set(services.db, stop);
  timer = setTimeout(look, lookEveryMs).unref();
  return stop;
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
  const voted: string[] = [];
  for (const member of members) if ((await readBallot(services, session, row, member)) !== undefined) voted.push(member);
  await services.relay.write(`session/${session}`, (doc) => {
    const published = mapOf(doc, roots.published);
    const there = PublishedRoundSchema.safeParse(published.get(`round/${row}`));
    if (!there.success || there.data.number !== number || there.data.state !== 'open' || there.data.voted.join() === voted.join()) return;
    published.set(`round/${row}`, { ...there.data, voted });
  }, 'server');
}
