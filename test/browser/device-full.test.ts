import { readFile } from 'node:fs/promises';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '@consilium/shared/document/read.ts';
import * as Y from 'yjs';
import type { Seat } from '../harness/browser.ts';
import { drawPoints, marksOn, openCase, openSynced } from '../harness/drawing.ts';
import { fill, setRoom } from '../harness/fill.ts';
import { keptRows } from '../harness/kept.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { changesIn, listenToStatus, type Witness } from '../harness/witness.ts';
import { pull } from '../harness/work.ts';

let room: ReadingRoom;
let reader: Seat;
let witness: Witness;
let cdp: CDPSession;

beforeAll(async () => {
  room = await openReadingRoom({ items: 2 });
  reader = room.readers[0]!;
  witness = await listenToStatus(reader.context);
  cdp = await reader.context.newCDPSession(reader.page);
  await setRoom(cdp, reader.link.url, 64 << 20);
  await openCase(reader.page, room.items[0]!);
  await reader.page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
}, 120_000);

afterAll(async () => {
  await room?.leave();
});

const offline = async (): Promise<void> => {
  reader.link.cut();
  await witness.until(({ type }) => type === 'offline', 'offline');
};
const atServer = async (item: string): Promise<number> => readDocument(await pull(reader, `reading/${item}/${room.users[0]}`)).annotations.length;

/** The work in a file that the person has saved, opened again: marks in the reading of an item. */
async function marksInFile(path: string, item: string): Promise<number> {
  const file = JSON.parse(await readFile(path, 'utf8')) as { documents: { document: string; update: string }[] }; // our own format, written a moment ago
  const doc = new Y.Doc();
  for (const { document, update } of file.documents) if (document.startsWith(`reading/${item}/`)) Y.applyUpdate(doc, Buffer.from(update, 'base64'));
  return readDocument(doc).annotations.length;
}

describe('a device without room', () => {
  it('[KEPT2] says so within a second, calls nothing saved that is not, gives a file, and goes on when there is room', async () => {
    const { page, link } = reader;
    const [item] = room.items as [string];
    await drawPoints(page, 3);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 3, 'synced', 0);
    await offline();
    const drawnAt = Date.now();
    await drawPoints(page, 2);
    await witness.until((one) => one.type === 'offline' && changesIn(one) === 2, 'that two changes are kept', drawnAt);
    await fill(page);
    const from = witness.said.length;
    const fullAt = Date.now();
    await drawPoints(page, 1);
    const told = await witness.until(({ type }) => type === 'at risk', 'that something is at risk', fullAt);
    console.log(`at risk after ${told.at - fullAt} ms: ${told.words}`);
    expect(told.at - fullAt).toBeLessThan(1_000);
    expect(told.words).toContain('this device is full');
    await drawPoints(page, 4);
    expect(Math.max(...witness.said.slice(from).map(changesIn))).toBeLessThanOrEqual(2); // never more than the store has
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save a copy', exact: true }).click();
    expect(await marksInFile(await (await saving).path(), item)).toBe(10);
    const roomAt = Date.now(); // it is tried every second, and may succeed before the command has answered
    await setRoom(cdp, link.url);
    await witness.until((one) => one.type === 'offline' && changesIn(one) === 7, 'that all seven are kept', roomAt);
    console.log(`safe again ${Date.now() - roomAt} ms after there was room`);
    await page.reload();
    await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(10);
    link.mend();
    await expect.poll(() => atServer(item), { timeout: 20_000 }).toBe(10);
  }, 120_000);

  it('[KEPT5] writes open documents again when the browser empties the store under them, and tells it within a second', async () => {
    const { page, link } = reader;
    const item = room.items[1]!;
    link.mend();
    await expect.poll(async () => (await keptRows(page, room.users[0]!, 'updates')).filter(({ edits }) => edits !== 0).length, { timeout: 15_000 }).toBe(0); // what the first case had waiting is given back
    await openSynced(page, item, witness);
    await offline();
    const drawnAt = Date.now();
    await drawPoints(page, 5);
    await witness.until((one) => one.type === 'offline' && changesIn(one) === 5, 'that five changes are kept', drawnAt);
    const emptiedAt = Date.now();
    await cdp.send('Storage.clearDataForOrigin', { origin: link.url, storageTypes: 'indexeddb' });
    const told = await witness.until(({ type }) => type === 'at risk', 'that something is at risk', emptiedAt);
    console.log(`eviction told after ${told.at - emptiedAt} ms: ${told.words}`);
    expect(told.at - emptiedAt).toBeLessThan(1_000);
    const safe = await witness.until((one) => one.type === 'offline' && changesIn(one) === 5, 'that five are kept again', told.at);
    console.log(`written again after ${safe.at - emptiedAt} ms`);
    await page.getByText('has emptied what was kept on this device').waitFor();
    link.mend(); // what a screen needs beside the work was emptied too
    await expect.poll(() => atServer(item), { timeout: 20_000 }).toBe(5);
    await page.reload();
    await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(5);
    expect(reader.faults).toEqual([]);
  }, 120_000);
});
