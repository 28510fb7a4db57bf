import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { BallotOptionSchema } from '@consilium/shared/consensus/ballot-option.ts';
import { type PublishedRound, PublishedRoundSchema, type Session } from '@consilium/shared/wire/rest/sessions.ts';
import type { Selectable } from 'kysely';
import type * as Y from 'yjs';
import * as z from 'zod/mini';
import { readErasedList } from '../storage/erased-list.ts';
import type { Database } from '../storage/schema.ts';
import { readBallots } from './ballots.ts';
import { contentInLog } from './content-in-log.ts';
import type { Services } from './services.ts';
import { membersOf, readSessionRow } from './sessions-access.ts';

type RoundRow = Selectable<Database['rounds']>;

const ClosingSchema = z.object({
  option: z.nullable(z.string()),
  why: z.string(),
  ballots: z.array(z.object({ member: z.string(), choice: z.string(), reason: z.string() })),
});

/** A round of the table as its members see it: who has voted while it is open, and all ballots once it is closed. */
export async function roundOf(services: Pick<Services, 'db' | 'log'>, row: RoundRow): Promise<PublishedRound> {
  const options = z.array(BallotOptionSchema).parse(JSON.parse(row.options));
  const begun = { item: row.item_id, row: row.row_id, number: row.number, options, openedAt: row.opened_at };
  if (row.state === 'open' || row.outcome === null || row.closed_at === null) {
    const ballots = await readBallots(services, row.session_id, row.row_id, await membersOf(services, row.session_id));
    return { ...begun, state: 'open', voted: ballots.map(({ member }) => member) };
  }
  const { ballots, ...outcome } = ClosingSchema.parse(JSON.parse(row.outcome));
  return { ...begun, state: 'closed', voted: ballots.map(({ member }) => member), closedAt: row.closed_at, ballots, outcome };
}

/**
 * Writes into the session document what the tables say of the session and of the newest round over each row, wherever the two
 * disagree: the server may have ended between the table and the document. Two who do it at once leave the same.
 * @returns whether there was anything, and the rows whose round the document did not tell of
 */
export async function publishSession(services: Pick<Services, 'config' | 'db' | 'log' | 'relay'>, id: string): Promise<{ readonly isNews: boolean; readonly rows: readonly string[] }> {
  const session = await readSessionRow(services, id);
  if (session === undefined) return { isNews: false, rows: [] };
  const { doc } = await contentInLog(services, `session/${id}`);
  const [isTold, rows] = [isStateTold(doc, session), (await newestRounds(services, id)).filter((row) => !isRoundTold(doc, row))];
  doc.destroy();
  if (isTold && rows.length === 0) return { isNews: false, rows: [] };
  const rounds = await Promise.all(rows.map((row) => roundOf(services, row)));
  await services.relay.write(`session/${id}`, (document) => {
    tellState(document, session);
    for (const round of rounds) if (!isRoundTold(document, { row_id: round.row, number: round.number, state: round.state })) mapOf(document, roots.published).set(`round/${round.row}`, round);
  }, 'server');
  await takeOutErased(services, id, rounds);
  return { isNews: true, rows: rounds.map(({ row }) => row) };
}

/** An erasure may have gone through the document between the look and the writing: what it took out is not left there (ERASE3). Its item was listed before. */
async function takeOutErased({ config, log, relay }: Pick<Services, 'config' | 'log' | 'relay'>, session: string, rounds: readonly PublishedRound[]): Promise<void> {
  const erased = new Set(readErasedList(config.dataDirectory).map(({ item }) => item));
  const gone = rounds.filter(({ item }) => erased.has(item));
  if (gone.length === 0) return;
  await relay.write(`session/${session}`, (doc) => {
    for (const { row } of gone) mapOf(doc, roots.published).delete(`round/${row}`);
  }, 'server');
  await log.forgetHistory(`session/${session}`);
}

async function newestRounds({ db }: Pick<Services, 'db'>, session: string): Promise<RoundRow[]> {
  const rows = await db.selectFrom('rounds').selectAll().where('session_id', '=', session).orderBy('number').execute();
  return [...new Map(rows.map((row) => [row.row_id, row])).values()];
}

const stateIn = (doc: Y.Doc): unknown => (mapOf(doc, roots.published).get('session') as { state?: unknown } | undefined)?.state; // whatever is there

const isStateTold = (doc: Y.Doc, { state }: Session): boolean => stateIn(doc) === state;

/** Whether the document says this of the round, or something newer: a newer round or a closed one is never put back. */
function isRoundTold(doc: Y.Doc, { row_id, number, state }: Pick<RoundRow, 'row_id' | 'number' | 'state'>): boolean {
  const there = PublishedRoundSchema.safeParse(mapOf(doc, roots.published).get(`round/${row_id}`));
  if (!there.success) return false;
  return there.data.number > number || (there.data.number === number && (there.data.state === 'closed' || there.data.state === state));
}

/** A session that is told of for the first time begins with its chair presenting the first case. */
function tellState(doc: Y.Doc, session: Session): void {
  if (isStateTold(doc, session)) return;
  const begins = stateIn(doc) === undefined && session.state === 'open' && session.items[0] !== undefined;
  mapOf(doc, roots.published).set('session', { state: session.state });
  if (!begins) return;
  mapOf(doc, roots.session).set('presenter', session.chair);
  mapOf(doc, roots.session).set('item', session.items[0]);
}
