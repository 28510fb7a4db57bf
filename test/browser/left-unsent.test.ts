import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seat } from '../harness/browser.ts';
import { drawPoints, openCase } from '../harness/drawing.ts';
import { keptRows } from '../harness/kept.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { listenToStatus, type Said } from '../harness/witness.ts';

let room: ReadingRoom;
let reader: Seat;

beforeAll(async () => {
  room = await openReadingRoom({ items: 2 });
  reader = room.readers[0]!; // one by default
}, 120_000);

afterAll(() => room?.leave());

describe('work that the page before has not heard called durable', () => {
  it('[LINK4] [SAVE2] goes out from a page that shows another case, even where the link is up before the page looks for it', async () => {
    const { page, context, faults } = reader;
    const [drawnOn, looked] = room.items as [string, string];
    const witness = await listenToStatus(context);
    await openCase(page, drawnOn);
    await drawPoints(page, 2);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 2, 'synced', 0);
    const document = `reading/${drawnOn}/${room.users[0]}`;
    // as when the page is left between the acknowledgement and its note on the device, or before the line has brought it
    const kept = async () => (await keptRows(page, room.users[0]!, 'updates')).filter((row) => row.document === document).map(({ edits }) => edits);
    await expect.poll(kept, { timeout: 15_000 }).toEqual([0, 0]); // it is noted a moment later
    await page.evaluate(markUnsent, { user: room.users[0]!, document });
    await page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister(); // it would answer before the route below
    });
    let isLate = false;
    await page.route(/assets\/start-[^/]*\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      isLate = true;
      await route.continue();
    });
    const leftAt = Date.now();
    await openCase(page, looked);
    const waiting = await witness.until(({ words }) => /2 changes/.test(words), 'that 2 changes wait', leftAt);
    const isOfTheNewPage = ({ path }: Said): boolean => path === `/items/${looked}`; // the one before may say synced once more while it is left
    expect(witness.said.filter((one) => isOfTheNewPage(one) && one.at < waiting.at && one.type === 'synced')).toEqual([]); // not even before they are counted
    await witness.until(({ type }) => type === 'synced', 'synced', waiting.at);
    expect([isLate, faults]).toEqual([true, []]);
  }, 60_000);
});

/** Runs in the page. */
async function markUnsent({ user, document }: { user: string; document: string }): Promise<void> {
  const database = await new Promise<IDBDatabase>((done, fail) => {
    const asked = indexedDB.open(`consilium-${user}`);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const updates = database.transaction('updates', 'readwrite').objectStore('updates');
  await new Promise<void>((done) => {
    const asked = updates.openCursor();
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (cursor === null) return done();
      if (cursor.value.document === document) cursor.update({ ...cursor.value, edits: 1 });
      cursor.continue();
    };
  });
  database.close();
}
