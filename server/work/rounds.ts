import { tally } from '@consilium/shared/consensus/ballot.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { type BallotOption, BallotOptionSchema } from '@consilium/shared/consensus/ballot-option.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import * as z from 'zod/mini';
import { storedComparison } from './compared-item.ts';
import { type Answer, refuse } from './refusal.ts';
import { ballotName, publishRound, readBallot, watchRounds } from './rounds-watch.ts';
import type { Services, SignedIn } from './services.ts';
import { type SessionAtHand, sessionToLead } from './sessions-access.ts';

interface Wanted {
  readonly item: string;
  readonly options: readonly BallotOption[];
}

/** Opens a round of sealed ballots over a row. A later round over the same row begins with empty ballots. */
export async function openRound(services: Services, person: SignedIn, id: string, row: string, { item, options }: Wanted): Answer<PublishedRound> {
  const found = await sessionToLead(services, person, id);
  if (!found.ok) return found;
  const { session, members } = found.value;
  const refusal = await roundRefusal(services, found.value, row, item, options);
  if (refusal !== undefined) return refusal;
  const last = await lastRound(services, id, row);
  const now = services.clock();
  const round: PublishedRound = { item, row, number: (last?.number ?? 0) + 1, state: 'open', options: [...options], voted: [], openedAt: now };
  for (const member of members) await emptyBallot(services, ballotName(id, row, member));
  await services.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('rounds').values({ session_id: id, item_id: item, row_id: row, number: round.number, state: 'open', options: JSON.stringify(options), opened_at: now, closed_at: null, outcome: null }).execute();
    const about = { item, row, number: round.number, options: options.map((option) => option.text) };
    await services.audit.record(transaction, { actorId: person.id, sealedFor: item, action: 'round.opened', projectId: session.project, target: `session/${id}`, new: about });
  });
  await publishRound(services, id, round);
  for (const member of members) services.changes.announce({ document: ballotName(id, row, member) });
  watchRounds(services);
  return ok(round);
}

async function roundRefusal(services: Services, { session }: SessionAtHand, row: string, item: string, options: readonly BallotOption[]) {
  if (session.state === 'closed') return refuse(409, 'Closed', 'This session is closed: no more rounds.');
  if (!session.items.includes(item)) return refuse(422, 'NotInSession', 'That case is not part of this session.');
  const phase = (await services.db.selectFrom('items').select('phase').where('id', '=', item).executeTakeFirst())?.phase;
  if (phase === 'signed') return refuse(409, 'Signed', 'The consensus of this case is signed: nothing more is voted on.');
  const stored = await storedComparison(services, item);
  if (!stored?.comparison.rows.some((one) => one.id === row)) return refuse(422, 'NoSuchRow', 'That row is not part of the case’s comparison. Reload the session.');
  if (options.length < 2 || options.length > 30) return refuse(422, 'Options', 'A round needs at least two things to choose among, and at most thirty.');
  if (new Set(options.map((option) => option.id)).size < options.length) return refuse(422, 'Options', 'Two options have the same id.');
  if ((await lastRound(services, session.id, row))?.state === 'open') return refuse(409, 'RoundOpen', 'A round over this row is open already.');
  return undefined;
}

const lastRound = ({ db }: Pick<Services, 'db'>, session: string, row: string) =>
  db.selectFrom('rounds').selectAll().where('session_id', '=', session).where('row_id', '=', row).orderBy('number', 'desc').executeTakeFirst();

async function emptyBallot({ log, relay }: Services, document: string): Promise<void> {
  if (((await log.heads([document])).get(document) ?? 0) === 0) return;
  await relay.freeze(document, false);
  await relay.write(document, (doc) => {
    mapOf(doc, roots.ballot).delete('choice');
    mapOf(doc, roots.ballot).delete('reason');
  }, 'server');
}

/**
 * Closes a round: the ballots are frozen, so that each was either acknowledged before or is late; counted; and published all at once.
 * A ballot that arrives later is refused by the relay, kept in quarantine and named in the minutes, and counts for nothing.
 */
export async function closeRound(services: Services, person: SignedIn, id: string, row: string, decision: string | undefined): Answer<PublishedRound> {
  const found = await sessionToLead(services, person, id);
  if (!found.ok) return found;
  const { session, members } = found.value;
  const open = await lastRound(services, id, row);
  if (open?.state !== 'open') return refuse(409, 'NoRound', 'No round over this row is open.');
  const options = z.array(BallotOptionSchema).parse(JSON.parse(open.options));
  if (decision !== undefined && session.rule.rule !== 'chair') return refuse(422, 'NotTheRule', `In this session ${session.rule.rule === 'majority' ? 'the majority' : 'unanimity'} decides, not the chair.`);
  if (decision !== undefined && !found.value.isChair) return refuse(403, 'Forbidden', 'Only the chair decides. Close the round without a decision, or ask the chair.');
  if (decision !== undefined && !options.some((option) => option.id === decision)) return refuse(422, 'NotOffered', 'What the chair decided for was not among the options.');
  for (const member of members) await services.relay.freeze(ballotName(id, row, member), true);
  const ballots = (await Promise.all(members.map((member) => readBallot(services, id, row, member)))).filter((ballot) => ballot !== undefined);
  const outcome = tally({ options, ballots, ...session.rule, chair: session.chair, decision });
  const now = services.clock();
  const closed = await services.db.transaction().execute(async (transaction) => {
    const closing = await transaction
      .updateTable('rounds').set({ state: 'closed', closed_at: now, outcome: JSON.stringify({ ...outcome, ballots }) })
      .where('session_id', '=', id).where('row_id', '=', row).where('number', '=', open.number).where('state', '=', 'open').executeTakeFirst();
    if (Number(closing.numUpdatedRows) === 0) return false;
    const textOf = (choice: string): string => options.find((option) => option.id === choice)?.text ?? choice;
    const about = { item: open.item_id, row, number: open.number, option: outcome.option, outcome: outcome.why, ballots: ballots.map((one) => ({ ...one, text: textOf(one.choice) })) };
    await services.audit.record(transaction, { actorId: person.id, sealedFor: open.item_id, action: 'round.closed', projectId: session.project, target: `session/${id}`, new: about });
    return true;
  });
  if (!closed) return refuse(409, 'NoRound', 'Somebody else has just closed this round.');
  const round: PublishedRound = { item: open.item_id, row, number: open.number, state: 'closed', options, voted: ballots.map((one) => one.member), openedAt: open.opened_at, closedAt: now, ballots, outcome };
  await publishRound(services, id, round);
  for (const member of members) services.changes.announce({ document: ballotName(id, row, member) });
  return ok(round);
}
