import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import { drawPoints, openCase } from '../harness/drawing.ts';
import { keptRows } from '../harness/kept.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { listenToStatus } from '../harness/witness.ts';

let room: ReadingRoom;

beforeAll(async () => {
  room = await openReadingRoom({ items: 2 });
}, 120_000);
afterAll(() => room?.leave());

it('[ERASE7] a lead erases an item on the screen, and a device that was away forgets it at its next contact, and nothing else', async () => {
  const [reader] = room.readers;
  const [erased, kept] = room.items as [string, string];
  const user = room.users[0]!;
  const witness = await listenToStatus(reader!.context);
  for (const item of [kept, erased]) {
    await openCase(reader!.page, item);
    await drawPoints(reader!.page, 2);
    await witness.until(({ type, marks, path }) => type === 'synced' && marks === 2 && path === `/items/${item}`, 'synced', 0);
  }
  reader!.link.cut();
  await drawPoints(reader!.page, 1);
  await expect.poll(async () => (await heldOf(reader!.page, user, erased)).length, { timeout: 15_000 }).toBeGreaterThan(2);

  const { page } = room.lead;
  const { name } = await ask(room.lead, endpoints.item, { params: { item: erased } });
  await page.goto(`/projects/${room.project}/work`);
  await page.getByRole('button', { name: `Erase ${name}` }).click();
  expect(await page.getByRole('button', { name: 'Erase for good' }).isDisabled()).toBe(true);
  await page.getByLabel('Reason').fill('Sent by mistake');
  await page.getByRole('button', { name: 'Erase for good' }).click();
  await page.getByText('The item is erased.').waitFor();
  expect((await ask(room.lead, endpoints.audit, { params: { project: room.project } })).rows[0]).toMatchObject({ action: 'item.erased', target: `item/${erased}`, body: { why: 'Sent by mistake' } });

  await reader!.link.mend();
  await expect.poll(() => heldOf(reader!.page, user, erased), { timeout: 30_000 }).toEqual([]);
  expect((await heldOf(reader!.page, user, kept)).length).toBeGreaterThan(2);
  expect([...room.lead.faults, ...reader!.faults]).toEqual([]);
}, 180_000);

/** Rows of this device that name an item. */
const heldOf = async (page: Parameters<typeof keptRows>[0], user: string, item: string): Promise<string[]> =>
  (await keptRows(page, user)).map((row) => JSON.stringify({ ...row, bytes: undefined })).filter((row) => row.includes(item));
