import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import { type Seat, takeSeat } from '../harness/browser.ts';
import { drawPoints, marksOn, openCase, openSynced, readyToDraw } from '../harness/drawing.ts';
import { openFront } from '../harness/newer-version.ts';
import { emailOf, password } from '../harness/people.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { changesIn, listenToStatus, type Witness } from '../harness/witness.ts';

let room: ReadingRoom;
let reader: Seat;
let witness: Witness;

beforeAll(async () => {
  room = await openReadingRoom({ items: 3 });
  reader = room.readers[0]!;
  witness = await listenToStatus(reader.context);
  await openCase(reader.page, room.items[0]!);
  await reader.page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
}, 120_000);

afterAll(async () => {
  await room?.leave();
});

const versions = (page: Page): Promise<readonly string[]> => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('consilium-app-')));

describe('without the server', () => {
  it('[AWAY1] opens a case with the server killed, and is back by itself a second after it has come back', async () => {
    const { page } = reader;
    await openSynced(page, room.items[0]!, witness);
    await room.server.kill();
    const taken: number[] = [];
    for (let i = 0; i < 3; i++) {
      const startedAt = performance.now();
      await page.goto(`/items/${room.items[0]}`);
      await readyToDraw(page);
      taken.push(Math.round(performance.now() - startedAt));
    }
    console.log(`opened with the server killed: ${taken.join(', ')} ms`);
    expect([...taken].sort((a, b) => a - b)[1]).toBeLessThan(4_000); // the goal is 1,500; `npm run chaos:browser` holds it to that, with the machine to itself
    await witness.until(({ type }) => type === 'offline', 'offline', 0);
    await drawPoints(page, 4);
    await witness.until((one) => one.type === 'offline' && changesIn(one) === 4, 'that four changes are kept', 0);
    const keptAt = Date.now();
    await room.server.restart();
    const upAt = Date.now();
    const again = await witness.until(({ type }) => type === 'synced', 'synced', keptAt);
    console.log(`synced ${again.at - upAt} ms after the server was up`);
    expect(again.at - upAt).toBeLessThan(2_000);
    expect(again.marks).toBe(4);
  }, 120_000);

  it('[AWAY2] a new version waits until the person says so, and takes nothing with it', async () => {
    const front = await openFront(room.server.port);
    const seat = await takeSeat(room.browser, 'Reader A', front.port);
    try {
      const { page, link } = seat;
      await ask(seat, endpoints.signIn, { body: { email: emailOf('Reader A'), password } });
      await openCase(page, room.items[1]!);
      await page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
      await page.reload(); // from now on the app comes from the device
      await readyToDraw(page);
      const before = await versions(page);
      expect(before).toHaveLength(1);
      front.release('anothernewversion');
      await page.reload();
      await readyToDraw(page);
      await page.getByText('A new version is ready').waitFor({ timeout: 30_000 });
      expect(await page.evaluate('navigator.serviceWorker.getRegistration().then((one) => [one.active.state, one.waiting.state])')).toEqual(['activated', 'installed']);
      link.cut();
      await drawPoints(page, 3);
      await page.getByText(/3 changes saved on this device/).first().waitFor();
      link.mend();
      const reloaded = page.waitForEvent('load');
      await page.getByRole('button', { name: 'Reload to update' }).click();
      await reloaded;
      await readyToDraw(page);
      await expect.poll(() => versions(page), { timeout: 15_000 }).toEqual(['consilium-app-anothernewversion']);
      await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(3);
      await expect.poll(() => page.getByLabel('Waiting to sync').count(), { timeout: 15_000 }).toBe(0);
      expect(seat.faults).toEqual([]);
    } finally {
      await seat.leave();
      await front.close();
    }
  }, 120_000);

  it('[OUT2] [WAIT1] signing out with unsynced work says what would be lost, gives a file, and wipes only when told to', async () => {
    const { page, link } = reader;
    await openSynced(page, room.items[2]!, witness);
    link.cut();
    await witness.until(({ type }) => type === 'offline', 'offline');
    const drawnAt = Date.now();
    await drawPoints(page, 2);
    await witness.until((one) => one.type === 'offline' && changesIn(one) === 2, 'that two changes are kept', drawnAt);
    await page.goto('/');
    const signOut = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Reader A' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    };
    await signOut();
    const dialog = page.getByRole('dialog', { name: 'Not everything is synced' });
    await dialog.getByText('2 changes in a reading').waitFor();
    const saving = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save a copy' }).click();
    const saved = await readFile(await (await saving).path(), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ format: 'consilium-device/1', user: room.users[0] });
    expect(saved).toContain(`reading/${room.items[2]}/${room.users[0]}`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await openCase(page, room.items[2]!);
    await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(2);
    await expect.poll(() => page.getByLabel('Waiting to sync').count(), { timeout: 15_000 }).toBe(2);
    await page.goto('/');
    await signOut();
    await dialog.getByRole('button', { name: 'Sign out and lose it' }).click();
    await page.waitForURL(/sign-in/);
    expect(await page.evaluate('indexedDB.databases().then((all) => all.map(({ name }) => name))')).toEqual([]);
    expect(reader.faults).toEqual([]);
  }, 120_000);
});
