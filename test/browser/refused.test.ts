import { createHash } from 'node:crypto';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ask } from '../harness/ask.ts';
import { type Seat, takeSeat } from '../harness/browser.ts';
import { drawPoints, openCase, openSynced } from '../harness/drawing.ts';
import { bytesOf, type KeptRow, keptRows } from '../harness/kept.ts';
import { emailOf, password } from '../harness/people.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { changesIn, listenToStatus, type Witness } from '../harness/witness.ts';
import { assign, importFiles, pull } from '../harness/work.ts';
import { radiographFile } from '@consilium/server/ingest/samples/dicom-samples.ts';

let room: ReadingRoom;
let reader: Seat;
let other: Seat;
/** the first reader's second device */
let elsewhere: Seat;
let witness: Witness;
let shared: string;

beforeAll(async () => {
  room = await openReadingRoom({ readers: 2, items: 2 });
  [reader, other] = room.readers as [Seat, Seat];
  const made = await importFiles(room.lead, room.project, [radiographFile('open.dcm', 9, { seed: 9, heart: 1, nodule: undefined, opacity: undefined, domes: { right: 0.7, left: 0.72 } })]);
  shared = made.open!;
  await assign(room.lead, room.project, [shared], room.users, 'open');
  elsewhere = await takeSeat(room.browser, 'Reader A', room.server.port);
  await ask(elsewhere, endpoints.signIn, { body: { email: emailOf('Reader A'), password } });
  witness = await listenToStatus(reader.context);
  await openCase(reader.page, room.items[0]!);
  await reader.page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
}, 120_000);

afterAll(async () => {
  await elsewhere?.leave();
  await room?.leave();
});

const reading = (item: string): string => `reading/${item}/${room.users[0]}`;

/** The same person on another device hands the reading in as the server has it; that it was begun may not have come from the first yet. */
async function submitElsewhere(item: string): Promise<void> {
  await ask(elsewhere, endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
  const hash = createHash('sha256').update(contentToHash(readDocument(await pull(elsewhere, reading(item))))).digest('hex');
  await ask(elsewhere, endpoints.submit, { params: { item }, body: { hash, protocolVersion: 1 } });
}

/** Opens a case online, cuts the line and draws. */
async function drawOffline(item: string, marks: number, isNewPage = false): Promise<void> {
  const { page, link } = reader;
  link.mend();
  await openSynced(page, item, witness);
  link.cut();
  await witness.until(({ type }) => type === 'offline', 'offline');
  if (isNewPage) await openCase(page, item); // a client id that the server has not heard of
  const drawnAt = Date.now();
  await drawPoints(page, marks);
  await witness.until((one) => one.type === 'offline' && changesIn(one) === marks, `that ${marks} changes are kept`, drawnAt);
}

/** Mends the line. @returns milliseconds from the first moment the link is up until the words stand on the screen */
async function toldAfter(words: string | RegExp): Promise<number> {
  const mendedAt = Date.now();
  reader.link.mend();
  const up = witness.until(({ type }) => type !== 'offline' && type !== 'saved here', 'that the link is up', mendedAt);
  await reader.page.getByText(words).first().waitFor({ timeout: 20_000 });
  const toldAt = Date.now();
  return toldAt - (await up).at;
}

/** What this device keeps of what was refused. */
const laidAside = (): Promise<readonly KeptRow[]> => keptRows(reader.page, room.users[0]!, 'rejected');

describe('work that the server will not take', () => {
  it('[REBASE1] is begun again under another client id when somebody else has taken the first, whole and within two seconds', async () => {
    const { page } = reader;
    const name = `item/${shared}`;
    await drawOffline(shared, 5, true);
    const rows = await keptRows(page, room.users[0]!, 'updates');
    const client = Y.decodeUpdate(bytesOf(rows.find((row) => row.document === name && row.edits === 1))).structs[0]!.id.client;
    const thief = new Y.Doc();
    thief.clientID = client;
    thief.getMap('answers').set('urgent', 'yes');
    const { documents } = await ask(other, endpoints.push, { body: { documents: [{ name, clientId: client, update: Buffer.from(Y.encodeStateAsUpdate(thief)).toString('base64') }] } });
    expect(documents[0]).toMatchObject({ isDurable: true });
    const mendedAt = Date.now();
    reader.link.mend();
    const up = await witness.until(({ type }) => type === 'sending' || type === 'synced', 'that the link is up', mendedAt);
    await expect.poll(async () => readDocument(await pull(other, name)).annotations.length, { timeout: 20_000, interval: 50 }).toBe(5);
    const took = Date.now() - up.at;
    console.log(`begun again under another client id in ${took} ms`);
    expect(took).toBeLessThan(2_000);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 5, 'synced', mendedAt);
    const ids = [...(await pull(other, name)).store.clients.keys()];
    expect(ids.length).toBeGreaterThan(1);
    expect(await laidAside()).toEqual([]);
    await drawPoints(page, 1);
    await expect.poll(async () => readDocument(await pull(other, name)).annotations.length, { timeout: 20_000 }).toBe(6);
  }, 120_000);

  it('[REBASE2] is named on the screen and kept on the device when the reading was handed in elsewhere meanwhile', async () => {
    const { page } = reader;
    const item = room.items[0]!;
    await drawOffline(item, 3);
    await submitElsewhere(item);
    const mendedAt = Date.now();
    const took = await toldAfter(/Not everything could go in/);
    console.log(`told what could not go in after ${took} ms`);
    expect(took).toBeLessThan(2_000);
    await page.getByText(/an annotation \(point\): it has been handed in or signed/).first().waitFor();
    await witness.until(({ type, marks }) => type === 'synced' && marks === 0, 'synced', mendedAt);
    expect((await laidAside()).map(({ words }) => words)).toEqual(Array.from({ length: 3 }, () => 'an annotation (point): it has been handed in or signed'));
    expect(readDocument(await pull(elsewhere, reading(item))).annotations).toEqual([]);
  }, 120_000);

  it('[REBASE4] [OUT1] is laid aside when the case was taken away, and the submission made offline is refused and told', async () => {
    const { page } = reader;
    const item = room.items[1]!;
    await drawOffline(item, 2);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog', { name: 'Submit this read?' }).getByRole('button', { name: 'Submit read' }).click();
    await page.getByText(/will be submitted when the server is back/).waitFor();
    await ask(room.lead, endpoints.unassign, { params: { item, user: room.users[0]! } });
    const mendedAt = Date.now();
    const took = await toldAfter(/The server did not take 2 changes in a reading/);
    console.log(`told of the case taken away after ${took} ms`);
    await page.getByText(/A reading could not be submitted/).waitFor({ timeout: 20_000 });
    await witness.until(({ type }) => type === 'synced', 'synced, with nothing waiting', mendedAt);
    const last = (await laidAside()).at(-1)!;
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytesOf(last));
    expect(readDocument(doc).annotations).toHaveLength(2);
    expect(reader.faults).toEqual([]);
  }, 120_000);
});
