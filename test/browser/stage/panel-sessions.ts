import { createHash } from 'node:crypto';
import { type Comparison, isDisagreement, type Row } from '@consilium/shared/consensus/comparison.ts';
import { proposals } from '@consilium/shared/consensus/proposals.ts';
import { settleOps } from '@consilium/shared/consensus/settle.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { modalityOf } from '@consilium/shared/modalities/registry.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { ask } from '../../harness/ask.ts';
import type { Seat } from '../../harness/browser.ts';
import { password } from '../../harness/people.ts';
import { pull, write } from '../../harness/work.ts';
import { panelProtocol } from './panel-protocol.ts';

interface Meeting {
  readonly panel: string;
  readonly chair: Seat;
  readonly readers: readonly Seat[];
  /** the first is under discussion, the second settled and signed */
  readonly items: readonly [string, string];
}

/** One session in the middle of its work and one that ended with a signature, both gone through over REST. */
export async function furnishSessions(meeting: Meeting): Promise<{ open: string; signed: string }> {
  const signed = await meet(meeting, 'Consensus 5 March', meeting.items[1]);
  await settleRows(meeting, signed, meeting.items[1], (rows) => rows);
  await sign(meeting, signed, meeting.items[1]);
  await ask(meeting.chair, endpoints.closeSession, { params: { session: signed } });
  const open = await meet(meeting, 'Consensus 12 March', meeting.items[0]);
  await settleRows(meeting, open, meeting.items[0], (rows) => rows.slice(-2));
  return { open, signed };
}

async function meet({ panel, chair, readers }: Meeting, name: string, item: string): Promise<string> {
  const rule = { rule: 'majority', quorum: 2 } as const;
  const { id } = await ask(chair, endpoints.openSession, { params: { project: panel }, body: { name, items: [item], rule } });
  for (const member of readers) await ask(member, endpoints.joinSession, { params: { session: id } });
  return id;
}

/** Opens a round over each row, lets all vote, closes it and puts what won into the consensus. */
async function settleRows({ chair, readers }: Meeting, session: string, item: string, which: (rows: readonly Row[]) => readonly Row[]): Promise<void> {
  const { comparison } = await ask(chair, endpoints.comparison, { params: { item } });
  for (const row of which(comparison.rows.filter(isDisagreement))) {
    const options = await optionsOf(chair, item, row, comparison);
    const params = { session, row: row.id };
    await ask(chair, endpoints.openRound, { params, body: { item, options } });
    for (const [at, reader] of readers.entries()) await vote(reader, session, row.id, options[at === 2 ? options.length - 1 : 0]!.id);
    const round = await ask(chair, endpoints.closeRound, { params, body: {} });
    const winner = options.find(({ id }) => id === round.outcome?.option);
    if (!winner) throw new Error(`no option won ${row.title}`);
    const values = readDocument(await pull(chair, `consensus/${item}`));
    await write(chair, `consensus/${item}`, settleOps(row, winner, round.number, values, round.closedAt ?? round.openedAt));
  }
}

/** Two of the readers vote in the open round over the consolidation, sealed. */
export async function castBallots(readers: readonly Seat[], session: string, item: string): Promise<void> {
  const { comparison } = await ask(readers[0]!, endpoints.comparison, { params: { item } });
  const row = comparison.rows.find(({ title }) => title.includes('Consolidation'))!;
  for (const reader of readers.slice(0, 2)) await vote(reader, session, row.id, 'majority');
}

async function vote(reader: Seat, session: string, row: string, option: string): Promise<void> {
  const { user } = await ask(reader, endpoints.me);
  await write(reader, `ballot/${session}/${row}/${user.id}`, [{ type: 'set value', root: 'ballot', key: 'choice', value: option }]);
}

async function optionsOf(chair: Seat, item: string, row: Row, { readers }: Comparison) {
  const { modality, meta } = await ask(chair, endpoints.item, { params: { item } });
  const shared = expectOk(modalityOf(modality), 'modality');
  const nameOf = (reader: string): string => `Reader ${'ABCD'[readers.indexOf(reader)] ?? ''}`;
  return proposals(row, { modality: shared, meta: expectOk(shared.readMeta(meta), 'meta'), protocol: panelProtocol, nameOf });
}

async function sign({ chair, readers }: Meeting, session: string, item: string): Promise<void> {
  const hash = createHash('sha256').update(contentToHash(readDocument(await pull(chair, `consensus/${item}`)))).digest('hex');
  const signers = [[readers[0]!, 'I agree with this consensus'], [readers[1]!, 'I agree with this consensus'], [chair, 'I chaired this session and confirm its outcome']] as const;
  for (const [who, meaning] of signers) await ask(who, endpoints.sign, { params: { session, item }, body: { password, meaning, hash } });
}
