import { readDocument } from '@consilium/shared/document/read.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seat } from '../harness/browser.ts';
import { drawPoints, marksOn, openCase } from '../harness/drawing.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { type Backup, backUp } from '../harness/server-backup.ts';
import { keptRows } from '../harness/kept.ts';
import { listenToStatus, type Witness } from '../harness/witness.ts';
import { assign, importFiles, pull } from '../harness/work.ts';
import { radiographFile } from '@consilium/server/ingest/samples/dicom-samples.ts';

let room: ReadingRoom;
let readers: readonly [Seat, Seat];
let witnesses: readonly [Witness, Witness];
let backup: Backup;
let shared: string;

beforeAll(async () => {
  room = await openReadingRoom({ readers: 2 });
  readers = room.readers as [Seat, Seat];
  const made = await importFiles(room.lead, room.project, [radiographFile('open.dcm', 9, { seed: 9, heart: 1, nodule: undefined, opacity: undefined, domes: { right: 0.7, left: 0.72 } })]);
  shared = made.open!;
  await assign(room.lead, room.project, [shared], room.users, 'open');
  witnesses = [await listenToStatus(readers[0].context), await listenToStatus(readers[1].context)];
}, 120_000);

afterAll(async () => {
  await backup?.remove();
  await room?.leave();
});

const idsAtServer = async (name: string): Promise<readonly string[]> => readDocument(await pull(readers[0], name)).annotations.map(({ id }) => id).sort();

describe('a server that lost its disk and was restored from a backup', () => {
  it('[LINK3] is given again all that devices still hold of before and after it, once', async () => {
    const [a, b] = readers;
    const [blind] = room.items as [string];
    const [reading, open] = [`reading/${blind}/${room.users[0]}`, `item/${shared}`];
    await openCase(a.page, blind);
    await drawPoints(a.page, 3);
    await witnesses[0].until(({ type, marks }) => type === 'synced' && marks === 3, 'synced', 0);
    await openCase(a.page, shared);
    await openCase(b.page, shared);
    await drawPoints(a.page, 2);
    await witnesses[1].until(({ type, marks }) => type === 'synced' && marks === 2, 'synced', 0);
    backup = await backUp(room.server);
    await drawPoints(a.page, 2);
    await drawPoints(b.page, 2);
    for (const { page } of readers) await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(6);
    await openCase(a.page, blind);
    await drawPoints(a.page, 4);
    await witnesses[0].until(({ type, marks }) => type === 'synced' && marks === 7, 'synced', 0);
    await witnesses[1].until(({ type, marks }) => type === 'synced' && marks === 6, 'synced', 0);
    const before = { reading: await idsAtServer(reading), open: await idsAtServer(open) };
    expect([before.reading.length, before.open.length]).toEqual([7, 6]);
    await backup.bringBack(room.server);
    // the reading is open at A; B holds the shared item open, with A's marks that the server has lost
    await expect.poll(() => idsAtServer(reading), { timeout: 30_000 }).toEqual(before.reading);
    await expect.poll(() => idsAtServer(open), { timeout: 30_000 }).toEqual(before.open);
    const backAt = Date.now();
    await openCase(a.page, shared); // and A comes with what A wrote there
    await witnesses[0].until(({ type, marks }) => type === 'synced' && marks === 6, 'synced', backAt);
    for (const { page } of readers) await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(6);
    expect(await idsAtServer(open)).toEqual(before.open);
    for (const [at, { page }] of readers.entries()) expect((await keptRows(page, room.users[at]!, 'rejected')).map(({ words }) => words)).toEqual([]);
    await drawPoints(b.page, 1);
    await drawPoints(a.page, 1);
    for (const { page } of readers) await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(8);
    await expect.poll(async () => (await idsAtServer(open)).length, { timeout: 15_000 }).toBe(8);
    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
  }, 240_000);

  it('[REBASE5] [REBASE6] takes nothing from what comes in while a device, slow to write, begins its document again, nor from another tab of it', async () => {
    const [a, b] = readers;
    const open = `item/${shared}`;
    await a.page.addInitScript(writeSlowly);
    await openCase(a.page, shared);
    const second = await a.context.newPage();
    await openCase(second, shared);
    const pages = [a.page, second, b.page];
    await backup.remove();
    backup = await backUp(room.server);
    await drawPoints(a.page, 3);
    await drawPoints(b.page, 1);
    for (const page of pages) await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(12);
    await expect.poll(async () => (await idsAtServer(open)).length, { timeout: 15_000 }).toBe(12);
    const before = await idsAtServer(open);
    await b.page.route(/documents\/push$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300)); // what B hands in again comes while A writes
      await route.continue();
    });
    await backup.bringBack(room.server);
    for (let round = 0; round < 2; round++) {
      await expect.poll(() => idsAtServer(open), { timeout: 30_000 }).toEqual(before);
      const askedAt = Date.now();
      for (const page of pages) await openCase(page, shared);
      for (const page of pages) await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(12);
      for (const witness of witnesses) await witness.until(({ type, marks }) => type === 'synced' && marks === 12, 'synced with all 12', askedAt);
      expect(await idsAtServer(open)).toEqual(before);
    }
    await drawPoints(a.page, 1); // it is in step
    await expect.poll(async () => (await idsAtServer(open)).length, { timeout: 15_000 }).toBe(13);
    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
  }, 240_000);
});

/** Runs in the page: what is written by itself, as a whole state in the place of all rows, takes half a second longer. */
function writeSlowly(): void {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (value, key) {
    const isWhole = this.name === 'updates' && this.transaction.objectStoreNames.length === 1;
    const until = performance.now() + 500;
    const goOn = (): void => void (performance.now() < until && (this.get(0).onsuccess = goOn));
    if (isWhole) goOn();
    return key === undefined ? add.call(this, value) : add.call(this, value, key);
  };
}
