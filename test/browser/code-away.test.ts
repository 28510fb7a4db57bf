import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenForFaults } from '../harness/browser.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { goTo } from './path/desk-by-hand.ts';

let room: ReadingRoom;

beforeAll(async () => {
  room = await openReadingRoom();
}, 120_000);

afterAll(() => room?.leave());

describe('a device that has not all of the app yet', () => {
  it('[AWAY6] opens a screen by itself, with its looks, when the server is back, and says meanwhile that it will', async () => {
    const context = await room.browser.newContext({ baseURL: room.server.url, storageState: await room.lead.context.storageState() });
    await context.route('**/sw.js', (route) => route.abort()); // nothing is fetched ahead
    const faults: string[] = [];
    listenForFaults(context, 'Lead', faults);
    const page = await context.newPage();
    await page.goto(`/projects/${room.project}/settings`);
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await page.getByTestId('save-state').getByText('Synced').waitFor();
    await room.server.kill();
    await goTo(page, 'Work');
    await page.getByText('this screen opens by itself when it is back').waitFor();
    await room.server.restart();
    await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    await page.getByRole('table').first().waitFor();
    const looksMissing = () => page.evaluate(() => [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].flatMap(({ href, sheet }) => (sheet === null ? [href] : [])));
    await expect.poll(looksMissing, { timeout: 10_000 }).toEqual([]);
    expect(faults.filter((fault) => !fault.endsWith('An unknown error occurred when fetching the script.'))).toEqual([]); // of the route above
    await context.close();
  }, 60_000);
});
