import { demonstrationFiles } from '@consilium/server/ingest/samples/demonstration.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import { launchBrowser, type Seat, takeSeat } from '../harness/browser.ts';
import { emailOf, join, password, signUp } from '../harness/people.ts';
import { aLabel, aProtocol } from '../harness/readings.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { assign, importFiles, makeProject, pull } from '../harness/work.ts';
import { readyToDraw } from './path/hands.ts';

let server: ServerProcess;
let browser: Browser;
let reader: Seat;
let user: string;
let items: Readonly<Record<string, string>>;

const certainty = { id: 'certainty', name: 'Certainty', type: 'choice', isRequired: true, order: 'a0', options: [{ id: 'possible', name: 'Possible' }, { id: 'definite', name: 'Definite' }] };
const protocol = aProtocol({
  labels: [
    aLabel('nodule', 'Nodule', { hotkey: '1', order: 'a0', geometries: ['imaging.box', 'imaging.polygon', 'text.span'], attributes: [certainty] }),
    aLabel('opacity', 'Opacity', { hotkey: '2', order: 'a1', colour: 2, geometries: ['imaging.box', 'imaging.polygon', 'text.span'] }),
  ],
  relations: [{ id: 'causes', name: 'Causes', definition: '', from: [], to: [], order: 'a0' }] as unknown as ProtocolContent['relations'], // read by the schema when it is published
  itemAttributes: [{ id: 'urgent', name: 'Urgent', type: 'choice', isRequired: true, order: 'a0', options: [{ id: 'yes', name: 'Yes' }, { id: 'no', name: 'No' }] }] as unknown as ProtocolContent['itemAttributes'],
});
const note = 'Nodule of 18 mm in the upper lobe. Fever, then cough. No effusion.\n';

beforeAll(async () => {
  [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
  const lead = await takeSeat(browser, 'Lead', server.port);
  reader = await takeSeat(browser, 'Reader A', server.port);
  await signUp(lead, server.adminLink);
  const project = await makeProject(lead, 'By keyboard', { protocol, plan: { readersPerItem: 1 } });
  user = await join(lead, project, reader, 'annotator');
  const slices = demonstrationFiles().filter(({ name }) => name.startsWith('ct-phantom')).slice(0, 8);
  items = await importFiles(lead, project, [...slices, { name: 'note.txt', bytes: new TextEncoder().encode(note) }]);
  await assign(lead, project, Object.values(items), [user]);
  await lead.leave();
  await ask(reader, endpoints.signOut);
  await forbidMouse(reader.page);
}, 120_000);

afterAll(async () => {
  await reader?.leave();
  await browser?.close();
  await server?.stop();
});

/** Every event that only a mouse, pen or finger makes becomes a fault. */
async function forbidMouse(page: Page): Promise<void> {
  await page.exposeFunction('told', (type: string) => reader.faults.push(`a ${type} where only keys were pressed`));
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'mousemove', 'wheel', 'touchstart'])
      addEventListener(type, () => (window as unknown as { told(type: string): void }).told(type), { capture: true });
  });
}

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await reader.page.keyboard.press(key);
};
const times = (key: string, n: number): readonly string[] => Array.from({ length: n }, () => key);
const type = (text: string): Promise<void> => reader.page.keyboard.type(text);

/** Goes there with Tab alone, as somebody does who has no mouse. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < 90; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press(key);
  }
  throw new Error(`${key} does not lead to ${target}`);
}

const expectFocus = (target: Locator) => expect.poll(() => target.evaluate((element) => element === document.activeElement), { timeout: 10_000 }).toBe(true);

const region = (name: string | RegExp): Locator => reader.page.getByRole('region', { name });
const marks = (): Promise<string[]> => region(/^On this/).getByRole('listitem').allInnerTexts();
const expectMarks = (...expected: readonly RegExp[]) =>
  expect.poll(marks, { timeout: 10_000 }).toEqual(expected.map((words) => expect.stringMatching(words)));
const readingOf = async (item: string) => readDocument(await pull(reader, `reading/${item}/${user}`));

describe('keys alone', () => {
  it('[KEYS5] lead from signing in through the queue into a case', async () => {
    const { page } = reader;
    await page.goto('/sign-in');
    await tabTo(page.getByLabel('E-mail'));
    await type(emailOf('Reader A'));
    await tabTo(page.getByRole('textbox', { name: 'Password' }));
    await type(password);
    await press('Enter');
    await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    await tabTo(page.getByRole('link', { name: 'By keyboard' }));
    await press('Enter');
    await page.getByRole('heading', { name: 'By keyboard', level: 1 }).waitFor();
    await press('Control+k');
    await expectFocus(page.getByRole('textbox', { name: 'Find a command' }));
    await type('go to queue');
    await press('Enter');
    await page.getByRole('heading', { name: 'Queue', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'ct-phantom' }).waitFor();
    await press('n');
    await readyToDraw(page);
  }, 60_000);

  it('[KEYS6] draw, move, reshape, relabel, undo, hide, lock, flag and remark on an image, and hand it in', async () => {
    const { page } = reader;
    const film = page.getByRole('application');
    await press('1', 'b', ...times('Shift+ArrowLeft', 3), ...times('Shift+ArrowUp', 3), 'Space', ...times('Shift+ArrowRight', 4), ...times('Shift+ArrowDown', 2), 'Space');
    await expectMarks(/^Nodule\s+box/);
    await press('2', 'p', 'Shift+ArrowRight', 'Space', ...times('Shift+ArrowRight', 3), 'Space', ...times('Shift+ArrowDown', 3), 'Space', ...times('Shift+ArrowLeft', 3), 'Space', 'Enter');
    await expectMarks(/^Nodule\s+box/, /^Opacity\s+polygon, 4 points/);
    await press('v', 'Escape', 'Tab'); // out of the selection, then the first mark
    await region(/^On this/).getByRole('button', { name: /Nodule/, pressed: true }).waitFor();
    await press('ArrowRight', 'ArrowRight', 'Shift+ArrowDown'); // two pixels right, ten down
    await press('Enter', 'Tab', 'Tab', 'ArrowRight', 'ArrowDown', 'Escape'); // the upper right corner of the box, one pixel right and down
    await press('Shift+Digit2');
    await expectMarks(/^Opacity\s+box/, /^Opacity\s+polygon/);
    await press('Control+z');
    await expectMarks(/^Nodule\s+box/, /^Opacity\s+polygon/);
    await press('Control+Shift+Z');
    await expectMarks(/^Opacity\s+box/, /^Opacity\s+polygon/);
    await press('Control+z');
    await press('o');
    await region(/^On this/).getByRole('button', { name: 'Show', exact: true }).waitFor();
    await press('o', 'Shift+L');
    await region(/^On this/).getByRole('button', { name: 'Unlock' }).waitFor();
    await press('ArrowUp', 'Shift+L');
    const shown = await film.getAttribute('aria-label');
    await press('F2', 'i', '.');
    await expect.poll(() => film.getAttribute('aria-label'), { timeout: 10_000 }).not.toBe(shown);
    await press(',');
    await expect.poll(() => film.getAttribute('aria-label'), { timeout: 10_000 }).toBe(shown);
    await expect.poll(() => page.getByRole('group', { name: 'Window' }).getByRole('button', { pressed: true }).count(), { timeout: 10_000 }).toBe(2); // a preset, inverted
    await press('Shift+F');
    await page.getByRole('textbox', { name: 'Why unsure' }).waitFor();
    await type('a vessel, perhaps');
    await press('Enter');
    await press('c', 'ArrowRight', 'Space');
    await expectFocus(page.getByRole('textbox', { name: /^Comment/ }));
    await type('Seen on two slices only');
    await press('Control+Enter');
    await region('Comments').getByText('Seen on two slices only').waitFor();
    await press('Escape', 'Control+Enter');
    await expectFocus(page.getByRole('dialog', { name: 'Not yet complete' }).getByRole('button', { name: /Certainty/ }));
    await press('Enter');
    await expectFocus(region('Selected mark').getByRole('radio', { name: 'Possible' })); // what is missing is one key away
    await press('ArrowRight');
    await tabTo(region('About the case').getByRole('radio', { name: 'Yes' }));
    await press('Space', 'Control+Enter');
    await page.getByRole('dialog', { name: 'Submit this read?' }).waitFor();
    await tabTo(page.getByRole('button', { name: 'Submit read', exact: true }));
    await press('Enter');
    await page.getByText('ct-phantom is submitted.').waitFor({ timeout: 20_000 });
    const { annotations, answers } = await readingOf(items['ct-phantom']!);
    expect(annotations.map(({ label, flag, attributes, geometry: { kind, width, height } }) => ({ label, flag, attributes, kind, width, height }))).toEqual([
      { label: 'nodule', flag: { reason: 'a vessel, perhaps' }, attributes: { certainty: 'definite' }, kind: 'imaging.box', width: 41, height: 19 },
      { label: 'opacity', flag: undefined, attributes: {}, kind: 'imaging.polygon', width: undefined, height: undefined },
    ]);
    expect(answers).toEqual({ urgent: 'yes' });
  }, 60_000);

  it('[KEYS7] mark passages that overlap and that lie apart, link them, answer, search, and hand the note in', async () => {
    const { page } = reader;
    await tabTo(page.getByTestId('text-viewer')); // the next case has come by itself
    await press('Control+Home', ...times('Shift+Control+ArrowRight', 4), '1'); // Nodule of 18 mm
    await expectMarks(/^Nodule/);
    await press('Control+Home', ...times('Control+ArrowRight', 2), ...times('Shift+Control+ArrowRight', 6), '2'); // 18 mm in the upper lobe: over the first
    await expectMarks(/^Nodule/, /^Opacity/);
    const fever = note.indexOf('Fever');
    const cough = note.indexOf('cough');
    await press('Control+Home', ...times('ArrowRight', fever), ...times('Shift+ArrowRight', 5), '2');
    await expectMarks(/^Nodule/, /^Opacity/, /^Opacity/);
    await press('Control+Home', ...times('ArrowRight', cough), ...times('Shift+ArrowRight', 5), 'Shift+Enter'); // a second part of the mark just made
    await press('l', 'Control+Home', 'Enter', ...times('ArrowRight', fever + 1), 'Enter');
    await region('Links').getByText('Causes').waitFor();
    await press('v', '/');
    await type('effusion');
    await press('Alt+Enter', '2', 'Escape');
    await expectMarks(/^Nodule/, /^Opacity/, /^Opacity/, /^Opacity/);
    await press(...times('Shift+Tab', 3)); // back to the first mark in the order of the text
    await press('q');
    await expectFocus(region('Selected mark').getByRole('radio', { name: 'Possible' }));
    await press('Space');
    await tabTo(region('About the case').getByRole('radio', { name: 'Yes' }));
    await press('ArrowRight', 'Control+Enter');
    await page.getByRole('dialog', { name: 'Submit this read?' }).waitFor();
    await tabTo(page.getByRole('button', { name: 'Submit read', exact: true }));
    await press('Enter');
    await page.getByText('note is submitted.').waitFor({ timeout: 20_000 });
    const { annotations, relations, answers } = await readingOf(items.note!);
    const passages = annotations.map(({ label, geometry }) => [label, ...(geometry.parts as { start: number; end: number }[]).map(({ start, end }) => note.slice(start, end))]);
    expect(passages).toEqual([['nodule', 'Nodule of 18 mm'], ['opacity', '18 mm in the upper lobe'], ['opacity', 'Fever', 'cough'], ['opacity', 'effusion']]);
    expect(relations.map(({ from, to, type: kind }) => [from, kind, to])).toEqual([[annotations[0]?.id, 'causes', annotations[2]?.id]]);
    expect([annotations[0]?.attributes, answers]).toEqual([{ certainty: 'possible' }, { urgent: 'no' }]);
  }, 60_000);

  it('[KEYS8] show every key and find every command; and no mouse was there', async () => {
    const { page } = reader;
    await page.getByRole('heading', { name: 'Queue', level: 1 }).waitFor(); // where one is after the last case
    await page.goto(`/items/${items.note}`);
    await page.getByTestId('text-viewer').waitFor();
    await press('Escape', 'Shift+?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Find a command').waitFor();
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Submit this read').waitFor({ state: 'detached' }); // handed in: nothing left to submit
    await press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await press('Control+k');
    await expectFocus(page.getByRole('textbox', { name: 'Find a command' }));
    await type('protocol');
    await page.getByRole('dialog', { name: 'Commands' }).getByText('Read the protocol').waitFor();
    await press('Enter');
    await expectFocus(region(/^Protocol version/));
    await press('Escape');
    await region(/^Protocol version/).waitFor({ state: 'detached' });
    expect(reader.faults).toEqual([]);
  }, 60_000);

  it('[KEYS9] typed before the palette stands are what it looks for, and do nothing to the case below', async () => {
    const { page } = reader;
    await page.goto(`/items/${items.note}`);
    await page.getByTestId('text-viewer').waitFor();
    for (const round of [1, 2]) {
      await press('Control+k', 'n', 'Backspace', 'p', 'r', 'o', 't'); // of which `n` alone would open the next case
      await expect.poll(() => page.getByRole('textbox', { name: 'Find a command' }).inputValue(), { message: `round ${round}`, timeout: 15_000 }).toBe('prot');
      await type('ocol');
      await page.getByRole('dialog', { name: 'Commands' }).getByText('Read the protocol').waitFor();
      await press('Escape');
      await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
    }
    expect(new URL(page.url()).pathname).toBe(`/items/${items.note}`);
  }, 60_000);
});
