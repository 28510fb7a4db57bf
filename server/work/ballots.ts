import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { contentInLog } from './content-in-log.ts';
import { OvertakenError } from './overtaken.ts';
import type { Services } from './services.ts';

export const ballotName = (session: string, row: string, member: string): string => `ballot/${session}/${row}/${member}`;

export interface SealedBallot {
  readonly member: string;
  readonly choice: string;
  readonly reason: string;
}

/** What the ballots of these members say in the log; who has made no choice has none. Asked by the server alone. */
export async function readBallots(services: Pick<Services, 'log'>, session: string, row: string, members: readonly string[]): Promise<SealedBallot[]> {
  const ballots = await Promise.all(members.map((member) => readBallot(services, session, row, member)));
  return ballots.filter((ballot) => ballot !== undefined);
}

async function readBallot(services: Pick<Services, 'log'>, session: string, row: string, member: string): Promise<SealedBallot | undefined> {
  const { doc } = await contentInLog(services, ballotName(session, row, member));
  const [choice, reason] = [mapOf(doc, roots.ballot).get('choice'), mapOf(doc, roots.ballot).get('reason')];
  doc.destroy();
  if (typeof choice !== 'string' || choice === '') return undefined;
  return { member, choice: choice.slice(0, 200), reason: typeof reason === 'string' ? reason.slice(0, 5000) : '' };
}

/** Makes a ballot ready for a round: open, also where nobody wrote it before, and without what it said in the last round. */
export async function emptyBallot({ log, relay }: Pick<Services, 'log' | 'relay'>, document: string): Promise<void> {
  await relay.freeze(document, false);
  if (((await log.heads([document])).get(document) ?? 0) === 0) return;
  await relay.write(document, (doc) => {
    mapOf(doc, roots.ballot).delete('choice');
    mapOf(doc, roots.ballot).delete('reason');
  }, 'server');
}

/**
 * Freezes the ballots of a round while it is open, in one transaction, so that nobody who closes late freezes those of the next round.
 * What is admitted already is made durable before.
 * @returns false, with nothing done, where somebody else has closed it
 */
export async function freezeBallots({ db, log, relay }: Services, session: string, row: string, number: number, members: readonly string[]): Promise<boolean> {
  const documents = members.map((member) => ballotName(session, row, member)).sort();
  for (const document of documents) (await relay.read(document)).destroy();
  return db.transaction().execute(async (transaction) => {
    for (const document of documents) await log.freezeIn(transaction, document, true);
    const round = await transaction.selectFrom('rounds').select('state').where('session_id', '=', session).where('row_id', '=', row).where('number', '=', number).executeTakeFirst();
    if (round?.state !== 'open') throw new OvertakenError(); // else whoever opens the next round waits for these freezes, and undoes them
    return true;
  }).catch(isOvertaken);
}

function isOvertaken(error: unknown): false {
  if (error instanceof OvertakenError) return false;
  throw error;
}
