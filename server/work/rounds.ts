import { tally } from '@consilium/shared/consensus/ballot.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { type BallotOption, BallotOptionSchema } from '@consilium/shared/consensus/ballot-option.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import type { Kysely, Selectable } from 'kysely';
import * as z from 'zod/mini';
import { lockRow } from '../storage/lock-row.ts';
import type { Database } from '../storage/schema.ts';
import { ballotName, emptyBallot, freezeBallots, readBallots } from './ballots.ts';
import { storedComparison } from './compared-item.ts';
import { publishSession, roundOf } from './publish-session.ts';
import { type Answer, refuse } from './refusal.ts';
import { watchRounds } from './rounds-watch.ts';
import type { Services, SignedIn } from './services.ts';
import { readSessionRow, type SessionAtHand, sessionToLead } from './sessions-access.ts';

interface Wanted {
  readonly item: string;
  readonly options: readonly BallotOption[];
}

type RoundRow = Selectable<Database['rounds']>;

/**
 * Opens a round of sealed ballots over a row. A later round over the same row begins with empty ballots. Asked again for a round that is
 * open but that nobody was told of, since the server ended in between, it tells of it.
 */
export async function openRound(services: Services, person: SignedIn, id: string, row: string, wanted: Wanted): Answer<PublishedRound> {
  const found = await sessionToLead(services, person, id);
  if (!found.ok) return found;
  const { session, members } = found.value;
  const { item, options } = wanted;
  const refusal = await roundRefusal(services, found.value, row, wanted);
  if (refusal !== undefined) return refusal;
  const last = await lastRound(services.db, id, row);
  if (last?.state === 'open') return openAlready(services, found.value, last, wanted);
  for (const member of members) await emptyBallot(services, ballotName(id, row, member));
  const round: RoundRow = { session_id: id, item_id: item, row_id: row, number: (last?.number ?? 0) + 1, state: 'open', options: JSON.stringify(options), opened_at: services.clock(), closed_at: null, outcome: null };
  const isOpened = await services.db.transaction().execute(async (transaction) => {
    await lockRow(transaction, 'sessions', id);
    const isAsSeen = (await readSessionRow({ db: transaction }, id))?.state === 'open' && (await lastRound(transaction, id, row))?.number === last?.number;
    if (!isAsSeen) return false;
    await transaction.insertInto('rounds').values(round).execute();
    const about = { item, row, number: round.number, options: options.map((option) => option.text) };
    await services.audit.record(transaction, { actorId: person.id, sealedFor: item, action: 'round.opened', projectId: session.project, target: `session/${id}`, new: about });
    return true;
  });
  if (isOpened) return told(services, found.value, round);
  return (await readSessionRow(services, id))?.state === 'closed' ? refuseMore() : refuseOpen();
}

async function openAlready(services: Services, found: SessionAtHand, last: RoundRow, { item, options }: Wanted): Answer<PublishedRound> {
  const isNews = (await publishSession(services, found.session.id)).rows.includes(last.row_id);
  return isNews && last.item_id === item && last.options === JSON.stringify(options) ? told(services, found, last) : refuseOpen();
}

const refuseMore = () => refuse(409, 'Closed', 'This session is closed: no more rounds.');
const refuseOpen = () => refuse(409, 'RoundOpen', 'A round over this row is open already.');

/** Tells the members of a round as the table has it now; where that fails the watch does it, or the same request again. */
async function told(services: Services, { session, members }: SessionAtHand, row: RoundRow): Answer<PublishedRound> {
  watchRounds(services);
  await publishSession(services, session.id);
  for (const member of members) services.changes.announce({ document: ballotName(session.id, row.row_id, member) });
  return ok(await roundOf(services, row));
}

async function roundRefusal(services: Services, { session }: SessionAtHand, row: string, { item, options }: Wanted) {
  if (session.state === 'closed') return refuseMore();
  if (!session.items.includes(item)) return refuse(422, 'NotInSession', 'That case is not part of this session.');
  const phase = (await services.db.selectFrom('items').select('phase').where('id', '=', item).executeTakeFirst())?.phase;
  if (phase === 'signed') return refuse(409, 'Signed', 'The consensus of this case is signed: nothing more is voted on.');
  const stored = await storedComparison(services, item);
  if (!stored?.comparison.rows.some((one) => one.id === row)) return refuse(422, 'NoSuchRow', 'That row is not part of the case’s comparison. Reload the session.');
  if (options.length < 2 || options.length > 30) return refuse(422, 'Options', 'A round needs at least two things to choose among, and at most thirty.');
  if (new Set(options.map((option) => option.id)).size < options.length) return refuse(422, 'Options', 'Two options have the same id.');
  return undefined;
}

const lastRound = (db: Kysely<Database>, session: string, row: string): Promise<RoundRow | undefined> =>
  db.selectFrom('rounds').selectAll().where('session_id', '=', session).where('row_id', '=', row).orderBy('number', 'desc').executeTakeFirst();

/**
 * Closes a round: the ballots are frozen, so that each was either acknowledged before or is late; counted; and published all at once.
 * A ballot that arrives later is refused by the relay, kept in quarantine and named in the minutes, and counts for nothing. Asked again
 * it answers, and publishes, what came of it.
 */
export async function closeRound(services: Services, person: SignedIn, id: string, row: string, decision: string | undefined): Answer<PublishedRound> {
  const found = await sessionToLead(services, person, id);
  if (!found.ok) return found;
  const last = await lastRound(services.db, id, row);
  if (last === undefined) return refuseClosed();
  if (last.state === 'closed') return closedAlready(services, found.value, last, decision);
  const refusal = decisionRefusal(found.value, optionsOf(last), decision);
  if (refusal !== undefined) return refusal;
  const isFrozen = await freezeBallots(services, id, row, last.number, found.value.members);
  if (isFrozen) await count(services, person, found.value, last, decision);
  const closed = await services.db.selectFrom('rounds').selectAll().where('session_id', '=', id).where('row_id', '=', row).where('number', '=', last.number).executeTakeFirst();
  return closed === undefined ? refuseClosed() : closedAlready(services, found.value, closed, decision);
}

const refuseClosed = () => refuse(409, 'NoRound', 'No round over this row is open.');

const optionsOf = ({ options }: RoundRow): BallotOption[] => z.array(BallotOptionSchema).parse(JSON.parse(options));

function decisionRefusal({ session, isChair }: SessionAtHand, options: readonly BallotOption[], decision: string | undefined) {
  if (decision === undefined) return undefined;
  if (session.rule.rule !== 'chair') return refuse(422, 'NotTheRule', `In this session ${session.rule.rule === 'majority' ? 'the majority' : 'unanimity'} decides, not the chair.`);
  if (!isChair) return refuse(403, 'Forbidden', 'Only the chair decides. Close the round without a decision, or ask the chair.');
  if (!options.some((option) => option.id === decision)) return refuse(422, 'NotOffered', 'What the chair decided for was not among the options.');
  return undefined;
}

/** Counts the frozen ballots and writes the round down as closed, unless somebody else has just done so. */
async function count(services: Services, person: SignedIn, { session, members }: SessionAtHand, open: RoundRow, decision: string | undefined): Promise<void> {
  const options = optionsOf(open);
  const ballots = await readBallots(services, session.id, open.row_id, members);
  const outcome = tally({ options, ballots, ...session.rule, chair: session.chair, decision });
  const closedAt = services.clock();
  await services.db.transaction().execute(async (transaction) => {
    const closing = await transaction
      .updateTable('rounds').set({ state: 'closed', closed_at: closedAt, outcome: JSON.stringify({ ...outcome, ballots }) })
      .where('session_id', '=', session.id).where('row_id', '=', open.row_id).where('number', '=', open.number).where('state', '=', 'open').executeTakeFirst();
    if (closing.numUpdatedRows === 0n) return;
    const textOf = (choice: string): string => options.find((option) => option.id === choice)?.text ?? choice;
    const about = { item: open.item_id, row: open.row_id, number: open.number, option: outcome.option, outcome: outcome.why, ballots: ballots.map((one) => ({ ...one, text: textOf(one.choice) })) };
    await services.audit.record(transaction, { actorId: person.id, sealedFor: open.item_id, action: 'round.closed', projectId: session.project, target: `session/${session.id}`, new: about });
  });
}

/** The answer to the first try may have been lost on the way; another decision than the one that was taken is refused. */
async function closedAlready(services: Services, found: SessionAtHand, closed: RoundRow, decision: string | undefined): Answer<PublishedRound> {
  const answer = await told(services, found, closed);
  return decision === undefined || (answer.ok && answer.value.outcome?.option === decision) ? answer : refuseClosed();
}
