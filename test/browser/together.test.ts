import { readDocument } from '@consilium/shared/document/read.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Seat } from '../harness/browser.ts';
import { openCase } from '../harness/drawing.ts';
import { keptDocument } from '../harness/kept.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { pull } from '../harness/work.ts';
import { saveState } from './path/hands.ts';

let room: ReadingRoom;
let readers: readonly [Seat, Seat];

beforeAll(async () => {
  room = await openReadingRoom({ readers: 2, blinding: 'open' });
  readers = room.readers as [Seat, Seat];
  for (const { page } of readers) await openCase(page, room.items[0]!);
}, 120_000);

afterAll(async () => {
  await room?.leave();
});

const rows = (page: Page) => page.locator('section[aria-label^="On this"] li');
const words = (page: Page): Promise<string[]> => rows(page).allInnerTexts();
const name = (): string => `item/${room.items[0]}`;

async function drawBoxes(page: Page, count: number): Promise<void> {
  const film = (await page.locator('[data-film]').boundingBox())!; // it is on the page
  const at = (i: number, dx: number, dy: number): [number, number] => [film.x + film.width * (0.3 + (i % 4) * 0.1 + dx), film.y + film.height * (0.25 + Math.floor(i / 4) * 0.2 + dy)];
  await page.keyboard.press('1');
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('b');
    await page.mouse.move(...at(i, 0, 0));
    await page.mouse.down();
    await page.mouse.move(...at(i, 0.03, 0.05), { steps: 3 });
    await page.mouse.move(...at(i, 0.06, 0.1), { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => rows(page).count(), { timeout: 15_000 }).toBe(i + 1);
  }
  await page.keyboard.press('v');
}

/** Chooses a mark in the list, if it is still there: a colleague may just have deleted it. */
async function choose(page: Page, index: number): Promise<boolean> {
  if ((await rows(page).count()) <= index) return false;
  return rows(page).nth(index).getByRole('button').first().click({ timeout: 5_000 }).then(() => true, () => false);
}

/** Drags a mark by the hand, by its middle as it stands on this person's film. */
async function drag(page: Page, index: number, by: readonly [number, number]): Promise<void> {
  const film = (await page.locator('[data-film]').boundingBox())!;
  const middle = [film.x + film.width * (0.33 + (index % 4) * 0.1), film.y + film.height * (0.3 + Math.floor(index / 4) * 0.2)] as const;
  await page.mouse.move(...middle);
  await page.mouse.down();
  for (let step = 1; step <= 6; step++) await page.mouse.move(middle[0] + (by[0] * step) / 6, middle[1] + (by[1] * step) / 6);
  await page.mouse.up();
}

/** Both do everything to the same marks at once: drag, reshape by keys, relabel, delete. */
async function quarrel(): Promise<void> {
  const [a, b] = [readers[0].page, readers[1].page];
  const one = async (page: Page, order: readonly number[], by: readonly [number, number], label: string, deletes: readonly number[]): Promise<void> => {
    for (const index of order) {
      await drag(page, index, by);
      if (await choose(page, index)) {
        for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', `Shift+Digit${label}`]) await page.keyboard.press(key);
        if (deletes.includes(index)) await page.keyboard.press('Delete');
      }
      await page.keyboard.press('Escape');
    }
  };
  await Promise.all([one(a, [0, 1, 2, 3, 4, 5], [18, 6], '2', [4]), one(b, [0, 1, 2, 3, 4, 5], [-15, 9], '1', [3])]);
}

const bothSay = (type: 'synced' | 'offline') => Promise.all(readers.map(({ page }) => saveState(page, type)));

/** Once all is at the server, both screens, both devices and it hold the same, and every mark is whole. */
async function expectEqual(): Promise<void> {
  const [a, b] = readers;
  await bothSay('synced');
  const server = async () => readDocument(await pull(room.lead, name()));
  await expect.poll(async () => (await words(a.page)).join('\n') === (await words(b.page)).join('\n') && (await words(a.page)).length === (await server()).annotations.length, { timeout: 20_000 }).toBe(true);
  const held = await server();
  await expect.poll(async () => readDocument(await keptDocument(a.page, room.users[0]!, name())), { timeout: 15_000 }).toEqual(held);
  await expect.poll(async () => readDocument(await keptDocument(b.page, room.users[1]!, name())), { timeout: 15_000 }).toEqual(held);
  expect(held.unreadable).toEqual([]);
  expect(held.annotations.every(({ geometry: { width, height } }) => Number(width) > 5 && Number(height) > 5)).toBe(true);
}

describe('two people in one open item', () => {
  it('[MEET1] who drag, relabel and delete the same marks at once end with the same', async () => {
    await drawBoxes(readers[0].page, 6);
    await expect.poll(() => rows(readers[1].page).count(), { timeout: 15_000 }).toBe(6);
    await readers[1].page.keyboard.press('v');
    await quarrel();
    await expectEqual();
    expect((await words(readers[0].page)).length).toBeLessThan(6);
  }, 120_000);

  it('[MEET2] end with the same when both lines were cut while they did', async () => {
    const before = (await words(readers[0].page)).length;
    for (const { link } of readers) link.cut();
    await bothSay('offline');
    await quarrel();
    const mine = await words(readers[0].page);
    expect(mine).not.toEqual(await words(readers[1].page)); // they have gone apart
    for (const { link } of readers) link.mend();
    await expectEqual();
    expect((await words(readers[0].page)).length).toBeLessThan(before);
    expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
  }, 120_000);
});
