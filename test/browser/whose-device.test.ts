import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seat } from '../harness/browser.ts';
import { drawPoints, openCase } from '../harness/drawing.ts';
import { keptRows } from '../harness/kept.ts';
import { emailOf, password } from '../harness/people.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { listenToStatus, type Witness } from '../harness/witness.ts';

let room: ReadingRoom;
let reader: Seat;
let item: string;
let witness: Witness;

beforeAll(async () => {
  room = await openReadingRoom({ readers: 2 });
  [reader, item] = [room.readers[0]!, room.items[0]!]; // as furnished
  witness = await listenToStatus(reader.context);
}, 120_000);

afterAll(() => room?.leave());

const stores = () => reader.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name?.startsWith('consilium')));
const documentsOf = async (user: string) => new Set((await keptRows(reader.page, user, 'updates')).map(({ document }) => document));

describe('a browser that several people use', () => {
  it('[WHOSE1] keeps the first work of somebody new in their own store, however late it comes to keep what the server says of them', async () => {
    const { page, faults } = reader;
    await page.route(/assets\/answers-[^/]*\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await openCase(page, item);
    await drawPoints(page, 2);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 2, 'synced', 0);
    expect(await stores()).toEqual([`consilium-${room.users[0]}`]);
    expect(faults).toEqual([]);
  }, 60_000);

  it('[WHOSE2] begins a page again as theirs when somebody else signs in in another tab', async () => {
    const { page, context } = reader;
    const [mine, theirs] = room.users as [string, string];
    const before = await documentsOf(mine);
    const again = page.waitForEvent('load');
    const other = await context.newPage();
    await other.request.post('/api/v1/sign-in', { data: { email: emailOf('Reader B'), password } }).then((answer) => expect(answer.ok()).toBe(true));
    await other.close();
    const looking = setInterval(() => page.evaluate(() => window.dispatchEvent(new Event('visibilitychange'))).catch(() => undefined), 700); // as somebody who comes back to the tab; it may be on its way
    await again.finally(() => clearInterval(looking));
    const since = await openCase(page, item);
    await drawPoints(page, 1);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 1, 'synced', since); // a reading of their own, empty before
    expect(await documentsOf(mine)).toEqual(before);
    await expect.poll(() => documentsOf(theirs), { timeout: 15_000 }).toContain(`reading/${item}/${theirs}`); // on a fast line the server has it first
  }, 60_000);
});
