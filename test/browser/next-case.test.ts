import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seat } from '../harness/browser.ts';
import { openCase, readyToDraw } from '../harness/drawing.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { listenToStatus, type Witness } from '../harness/witness.ts';
import { read } from '../harness/work.ts';

let room: ReadingRoom;
let reader: Seat;
let witness: Witness;

beforeAll(async () => {
  room = await openReadingRoom({ items: 7 });
  reader = room.readers[0]!;
  witness = await listenToStatus(reader.context);
}, 120_000);

afterAll(async () => {
  await room?.leave();
  expect(reader?.faults).toEqual([]);
});

const film = (number: number): string => `/items/${room.items[number - 1]}`;
const queue = (): string => `/projects/${room.project}/queue`;

async function submit(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog', { name: 'Submit this read?' }).getByRole('button', { name: 'Submit read' }).click();
}

/** The cases of one part of the list; none where that part is not there. */
const listed = (page: Page, part: 'To read' | 'Handed in'): Promise<string[]> => page.getByRole('region', { name: part, exact: true }).getByRole('link').allInnerTexts();
const expectToRead = (page: Page, ...names: readonly string[]) => expect.poll(() => listed(page, 'To read'), { timeout: 15_000 }).toEqual(names);

describe('going on', () => {
  it('[NEXT1] leads past what another device has handed in meanwhile', async () => {
    const { page } = reader;
    await openCase(page, room.items[0]!);
    await page.getByText('1 of 7').waitFor(); // the list is here, and says that all are to be read
    await read(reader, room.items[1]!, room.users[0]!, []);
    await read(reader, room.items[2]!, room.users[0]!, []);
    await submit(page);
    await page.waitForURL(`**${film(4)}`);
    await readyToDraw(page);
  }, 60_000);

  it('[NEXT2] without a server never leads back to what was handed in here, nor offers it in the list, also after a reload', async () => {
    const { page, link } = reader;
    await page.goto(queue());
    await expectToRead(page, 'film-4', 'film-5', 'film-6', 'film-7');
    await expect.poll(() => page.getByRole('region', { name: 'To read', exact: true }).getByText(/^Here, /).count(), { timeout: 30_000 }).toBe(3); // the next three are on this device
    await page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
    await openCase(page, room.items[3]!);
    const cutAt = Date.now();
    link.cut();
    await witness.until(({ type }) => type === 'offline', 'offline', cutAt);
    await submit(page);
    await page.waitForURL(`**${film(5)}`);
    await readyToDraw(page);
    await submit(page);
    await page.waitForURL(`**${film(6)}`);
    await readyToDraw(page);
    await page.goto(queue());
    await expectToRead(page, 'film-6', 'film-7');
    expect(await listed(page, 'Handed in')).toEqual(expect.arrayContaining(['film-4', 'film-5']));
    await page.keyboard.press('n');
    await page.waitForURL(`**${film(6)}`);
  }, 90_000);

  it('[NEXT2] says so of the kept list too, once the server has taken it and is gone again', async () => {
    const { page, link } = reader;
    await readyToDraw(page);
    await page.route('**/queue', (route) => route.abort()); // the list itself is not asked for again
    const mendedAt = Date.now();
    link.mend();
    await witness.until(({ type }) => type === 'synced', 'synced', mendedAt);
    await page.unroute('**/queue');
    link.cut();
    await page.goto(queue());
    await expectToRead(page, 'film-6', 'film-7');
  }, 60_000);
});
