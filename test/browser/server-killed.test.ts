import { readDocument } from '@consilium/shared/document/read.ts';
import { rationaleRoot } from '@consilium/shared/document/roots.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import type { Seat } from '../harness/browser.ts';
import { aBox, anAnnotation } from '../harness/readings.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { listenToStatus, type Witness } from '../harness/witness.ts';
import { pull, read } from '../harness/work.ts';
import { rationale, seesOpenRound, writeRationale } from './path/session-by-hand.ts';

let room: ReadingRoom;
let session: string;
let people: readonly [Seat, Seat, Seat];
const witnesses: Witness[] = [];

beforeAll(async () => {
  room = await openReadingRoom({ readers: 2 });
  people = [room.lead, ...room.readers] as unknown as [Seat, Seat, Seat];
  const item = room.items[0]!;
  const { sources } = await ask(room.lead, endpoints.item, { params: { item } });
  for (const [at, reader] of room.readers.entries()) {
    const annotation = { ...anAnnotation(`mark-${at}`, 'nodule', aBox(300 + at * 25, 300, 100, 90)), source: sources[0]!.sha256 as never }; // a source of the item
    await read(reader, item, room.users[at]!, [{ type: 'add annotation', annotation }]);
  }
  session = (await ask(room.lead, endpoints.openSession, { params: { project: room.project }, body: { name: 'In the middle of it', items: [item], rule: { rule: 'majority', quorum: 2 } } })).id;
  for (const reader of room.readers) await ask(reader, endpoints.joinSession, { params: { session } });
  for (const { context, page } of people) {
    witnesses.push(await listenToStatus(context));
    await page.goto(`/sessions/${session}`);
    await page.getByTestId('row').first().waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: 'Rationale' }).waitFor();
  }
}, 180_000);

afterAll(async () => {
  await room?.leave();
});

describe('a live session whose server is killed', () => {
  it('[AWAY3] comes back by itself, with every ballot and every word that was acknowledged or written meanwhile', async () => {
    const [chair, a, b] = people;
    await chair.page.getByRole('button', { name: 'Open round' }).click();
    for (const { page } of people) await seesOpenRound(page);
    await a.page.getByTestId('option').first().click();
    await a.page.getByText(/you voted 1$/).waitFor();
    const wroteAt = Date.now();
    await writeRationale(b.page, 'The margin is seen on both films. ');
    for (const { page } of people) await expect.poll(() => rationale(page), { timeout: 15_000 }).toContain('The margin is seen on both films.');
    await witnesses[2]!.until(({ type }) => type === 'synced', 'synced', wroteAt);
    const killedAt = Date.now(); // it may be told before the process is known to be gone
    await room.server.kill();
    await writeRationale(a.page, 'Written while nobody answered. ');
    await b.page.getByTestId('option').nth(1).click();
    await b.page.getByText(/you voted 2/).first().waitFor();
    const down = await Promise.all(witnesses.map((witness) => witness.until(({ type }) => type === 'offline', 'offline', killedAt)));
    await room.server.restart();
    const upAt = Date.now();
    const back = await Promise.all(witnesses.map((witness, i) => witness.until(({ type }) => type === 'synced', 'synced again', down[i]!.at)));
    console.log(`synced again ${back.map(({ at }) => at - upAt).join(', ')} ms after the server was up`);
    for (const { at } of back) expect(at - upAt).toBeLessThan(3_000);
    for (const { page } of people) await expect.poll(() => rationale(page), { timeout: 15_000 }).toMatch(/seen on both films[\s\S]*while nobody answered/);
    await expect.poll(async () => (await rationale(chair.page)) === (await rationale(b.page)), { timeout: 15_000 }).toBe(true);
    await a.page.getByText(/you voted 1$/).waitFor();
    await b.page.getByText(/you voted 2$/).waitFor();
    await chair.page.getByTestId('voter').filter({ hasText: 'voted' }).nth(1).waitFor();
    await chair.page.getByRole('button', { name: 'Close round' }).click();
    for (const { page } of people) await expect.poll(() => page.getByTestId('ballot').count(), { timeout: 15_000 }).toBe(2);
    const row = Object.values((await pull(chair, `session/${session}`)).getMap('published').toJSON()).find((one) => typeof one === 'object' && one !== null && 'ballots' in one) as { row: string; ballots: { member: string; choice: string }[]; options: { id: string }[] }; // the one round there is
    const voted = Object.fromEntries(row.ballots.map(({ member, choice }) => [member, row.options.findIndex(({ id }) => id === choice)]));
    expect(voted).toEqual({ [room.users[0]!]: 0, [room.users[1]!]: 1 });
    const held = (await pull(chair, `session/${session}`)).getXmlFragment(rationaleRoot(row.row)).toString();
    expect(held.match(/The margin is seen on both films/g)).toHaveLength(1);
    expect(held.match(/Written while nobody answered/g)).toHaveLength(1);
    for (const [at, user] of room.users.entries()) expect(readDocument(await pull(room.lead, `reading/${room.items[0]}/${user}`)).annotations.map(({ id }) => id)).toEqual([`mark-${at}`]);
    expect(people.flatMap(({ faults }) => faults)).toEqual([]);
  }, 180_000);
});
