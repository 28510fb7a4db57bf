import { readDocument } from '@consilium/shared/document/read.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawPoints, marksOn, openCase, openSynced, readyToDraw } from '../harness/drawing.ts';
import { join } from '../harness/people.ts';
import { type OwnBrowser, openOwnBrowser } from '../harness/profile.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { changesIn } from '../harness/witness.ts';
import { assign, pull } from '../harness/work.ts';
import { type Kill, killWhileDrawing, lostIn } from './chaos/kills.ts';

let room: ReadingRoom;
let own: OwnBrowser;
let user: string;
const reading = (item: string): string => `reading/${item}/${user}`;
const atServer = async (item: string): Promise<number> => readDocument(await pull(own.seat(), reading(item))).annotations.length;

beforeAll(async () => {
  room = await openReadingRoom({ items: 5 });
  own = await openOwnBrowser('Reader K', room.server.port);
  user = await join(room.lead, room.project, own.seat(), 'annotator');
  await assign(room.lead, room.project, room.items, [user]);
  const { page } = own.seat();
  await openCase(page, room.items[0]!);
  await page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
  await own.restart();
}, 180_000);

afterAll(async () => {
  await own?.leave();
  await room?.leave();
});

describe('a device that breaks under its person', () => {
  beforeEach(() => own.seat().link.mend());

  it('[KEPT6] loses nothing it has called saved when its whole browser is killed, four times', async () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const kills: Kill[] = [];
    for (let round = 0; round < 4; round++) kills.push(await killWhileDrawing(own, room.items[0]!, reading(room.items[0]!), round, random));
    console.log(JSON.stringify(kills));
    expect(kills.map(lostIn)).toEqual([0, 0, 0, 0]);
    expect(kills.every(({ acknowledged, synced }, round) => Math.max(acknowledged, synced) > (kills[round - 1]?.acknowledged ?? 0))).toBe(true);
  }, 240_000);

  it('[KEPT3] keeps a burst of changes whose page is left in the task of the last one', async () => {
    const { page, link } = own.seat();
    await openSynced(page, room.items[1]!, own.witness());
    link.cut();
    await own.witness().until(({ type }) => type === 'offline', 'offline');
    await drawPoints(page, 60, 'leave').catch(() => undefined); // the page goes away under it
    await page.waitForURL(/\/$/);
    const openedAt = await openCase(page, room.items[1]!);
    await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(60);
    await own.witness().until((one) => one.type === 'offline' && changesIn(one) === 60, 'that 60 changes are here', openedAt);
    link.mend();
    await expect.poll(() => atServer(room.items[1]!), { timeout: 20_000 }).toBe(60);
  }, 90_000);

  it('[KEPT6] keeps what was called saved when the tab crashes', async () => {
    const { page, link, context } = own.seat();
    await openSynced(page, room.items[2]!, own.witness());
    link.cut();
    await own.witness().until(({ type }) => type === 'offline', 'offline');
    const from = own.witness().said.length;
    const crashed = new Promise<void>((done) => page.once('crash', () => done()));
    const drawing = drawPoints(page, 500).catch(() => undefined); // the tab dies under it
    await own.witness().until((one) => changesIn(one) >= 12, 'twelve changes');
    const cdp = await context.newCDPSession(page);
    void cdp.send('Page.crash').catch(() => undefined); // it answers no more
    await crashed;
    await drawing;
    const acknowledged = Math.max(...own.witness().said.slice(from).map(changesIn));
    const again = await context.newPage();
    await openCase(again, room.items[2]!);
    await expect.poll(() => marksOn(again), { timeout: 15_000 }).toBeGreaterThanOrEqual(acknowledged);
    link.mend();
    await expect.poll(() => atServer(room.items[2]!), { timeout: 20_000 }).toBeGreaterThanOrEqual(acknowledged);
    await page.close();
  }, 90_000);

  it('[KEPT6] loses nothing of six tabs that draw in one case at once, whichever way they end', async () => {
    const { link, context } = own.seat();
    const tabs: Page[] = [];
    for (let i = 0; i < 6; i++) tabs.push(await context.newPage());
    for (const tab of tabs) await openCase(tab, room.items[3]!);
    link.cut();
    await own.witness().until(({ type }) => type === 'offline', 'offline');
    await Promise.all(tabs.map((tab) => drawPoints(tab, 12)));
    for (const tab of tabs) await expect.poll(() => marksOn(tab), { timeout: 20_000 }).toBe(72); // by the other tabs alone, no server is there
    const unkept = async (): Promise<number> => Math.min(...(await Promise.all(tabs.map((tab) => tab.getByTestId('save-state').textContent()))).map((words) => changesIn({ words: words ?? '' })));
    await expect.poll(unkept, { timeout: 20_000 }).toBeGreaterThanOrEqual(12);
    await own.kill();
    await own.start();
    const { page } = own.seat();
    await page.goto(`/items/${room.items[3]}`);
    await readyToDraw(page);
    await expect.poll(() => marksOn(page), { timeout: 15_000 }).toBe(72);
    link.mend();
    await expect.poll(() => atServer(room.items[3]!), { timeout: 20_000 }).toBe(72);
    expect(own.seat().faults).toEqual([]);
  }, 120_000);
});
