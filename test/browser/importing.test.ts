import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { goTo } from './path/desk-by-hand.ts';

let room: ReadingRoom;
let page: Page;

beforeAll(async () => {
  room = await openReadingRoom();
  ({ page } = room.lead);
  await page.goto(`/projects/${room.project}/data`);
}, 120_000);

afterAll(() => room?.leave());

const notes = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ name: `note-${from + i}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`Number ${from + i}: no finding.`) }));
const choose = (files: readonly ReturnType<typeof notes>[number][]): Promise<void> => page.getByTestId('files').setInputFiles([...files]);
const inNavigation = (name: string | RegExp) => page.getByRole('navigation', { name: 'Project', exact: true }).getByRole('link', { name, exact: true });

describe('an import', () => {
  it('[UPLOAD6] goes on while the lead is elsewhere, asks before it is left for good, and goes on by itself after the server was away', async () => {
    room.lead.link.delay(50); // it is still under way when the server goes, however fast that is
    await choose(notes(0, 400));
    await goTo(page, 'Work');
    await page.getByRole('heading', { name: 'Work', level: 1 }).waitFor();
    await inNavigation(/^Data, \d+ % sent$/).waitFor();
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await room.server.kill();
    room.lead.link.delay(0);
    await goTo(page, /^Data/);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await room.server.restart();
    await page.getByRole('button', { name: 'Make cases of 400 files' }).click({ timeout: 60_000 });
    await page.getByRole('heading', { name: '400 cases made' }).waitFor({ timeout: 30_000 });
    await inNavigation('Data').waitFor();
    expect(room.lead.faults.filter((fault) => !/ERR_CONNECTION|Failed to load resource|WebSocket/.test(fault))).toEqual([]);
  }, 120_000);

  it('[UPLOAD7] is followed by another on the same screen; what came before stands below it, and only what is new makes cases', async () => {
    await choose([...notes(399, 401)]); // the first of which is here
    await page.getByRole('heading', { name: '2 of 2 files' }).waitFor();
    await page.getByRole('status').getByText('1 stored, 1 already here').waitFor();
    await page.getByRole('table', { name: 'Earlier imports' }).getByText('400 stored').waitFor();
    await page.getByRole('button', { name: 'Make cases of 1 file' }).click();
    await page.getByRole('heading', { name: '1 case made' }).waitFor();
    await goTo(page, 'Work');
    await goTo(page, 'Data');
    await page.getByRole('table', { name: 'Earlier imports' }).getByText('1 stored, 1 already here').waitFor();
    expect(await page.getByRole('region', { name: 'Progress' }).count()).toBe(0);
  }, 60_000);
});
