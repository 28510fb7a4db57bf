import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import type { Seat } from '../harness/browser.ts';
import { openCase, pictureDrawn, readyToDraw } from '../harness/drawing.ts';
import { keptRows } from '../harness/kept.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';

let room: ReadingRoom;
let reader: Seat;
let address: string;
const asked: string[] = [];

beforeAll(async () => {
  room = await openReadingRoom({ items: 1 });
  reader = room.readers[0]!;
  address = `/items/${room.items[0]}`;
  const { page } = reader;
  await openCase(page, room.items[0]!);
  await page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
  await page.reload(); // from now on the app comes from the device
  await readyToDraw(page);
  await pictureDrawn(page);
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
}, 120_000);

afterAll(async () => {
  await room?.leave();
  expect(reader?.faults).toEqual([]);
});

/** All that a case is shown with, but its source. */
const wanted = (): string[] => ['/me', address, `/projects/${room.project}`, `/projects/${room.project}/queue`, `/projects/${room.project}/protocol/1`].map((path) => `/api/v1${path}`).sort();
const isOfTheCase = (path: string): boolean => path.startsWith('/api/') && !/sources|erasures/.test(path);
const shown = (): Promise<number> => reader.page.locator('[data-film]').count();

describe('opening a case that is kept on this device', () => {
  it('[OPEN6] asks for all it is shown with in one round, before anything is answered, and shows none of it until it is', async () => {
    const { page, link } = reader;
    await expect.poll(async () => (await keptRows(page, room.users[0]!, 'answers')).map((row) => row.address), { timeout: 30_000 }).toEqual(expect.arrayContaining(wanted()));
    await page.goto('about:blank');
    asked.splice(0);
    link.freeze();
    await page.goto(address, { waitUntil: 'commit' });
    await expect.poll(() => asked.filter(isOfTheCase).sort(), { timeout: 15_000 }).toEqual(wanted());
    await page.waitForTimeout(500); // what is kept would be on the screen by now
    expect(await shown()).toBe(0);
    expect(await page.evaluate('document.body.innerText')).toBe('');
    link.thaw();
    await readyToDraw(page);
    expect(asked.filter((path) => path.includes('/sources/'))).toEqual([]);
  }, 60_000);

  it('[OPEN6] shows nothing of it to somebody whose session the server has ended', async () => {
    const { page } = reader;
    await page.goto('about:blank');
    await ask(reader, endpoints.signOut);
    const films: number[] = [];
    await page.exposeFunction('filmSeen', () => films.push(1));
    await page.addInitScript(`new MutationObserver(() => document.querySelector('[data-film]') && filmSeen()).observe(document, { subtree: true, childList: true })`);
    await page.goto(address);
    await page.waitForURL(/sign-in/);
    await page.getByRole('textbox', { name: 'Password' }).waitFor();
    expect(films).toEqual([]);
  }, 60_000);
});
