import { readDocument } from '@consilium/shared/document/read.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ask, send } from '../harness/ask.ts';
import { launchBrowser, type Seat, takeSeat } from '../harness/browser.ts';
import { signUpByHand } from '../harness/people.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { pictureFailure } from '../harness/screens.ts';
import { pull, write } from '../harness/work.ts';
import { endSession, goThroughAgain, saveMinutes } from './path/after-session.ts';
import { assign, createProject, goTo, importByHand, importNote, inviteByHand } from './path/desk-by-hand.ts';
import { openElsewhere } from './path/elsewhere.ts';
import { expectBrat, expectCoco, expectFigures, expectFrozen, expectJsonLines, expectTrail, firstProtocol, valuesIn } from './path/expected.ts';
import { drawnOver, lines, moveOver, readyToDraw, saveState } from './path/hands.ts';
import { addLabel, publish, writeProtocol } from './path/protocol-by-hand.ts';
import { answer, answerCase, drawNodule, drawOpacity, labelDocument, linkWords, markWords, openNext, remark, submit } from './path/reading-by-hand.ts';
import { closeRound, currentRow, dissent, joinSession, openSession, rationale, rows, seesOpenRound, settle, signCase, vote, voters, writeRationale } from './path/session-by-hand.ts';
import { expectSealed } from './path/sealed.ts';
import { filesOf, takeOut } from './path/takings.ts';

let server: ServerProcess;
let browser: Browser;
let lead: Seat;
let a: Seat;
let b: Seat;
let chair: Seat;
const ct = 'Demonstration CT of a phantom';
const readers = ['Reader A (annotator)', 'Reader B (annotator)'];
let project: string;
let session: string;
let items: Readonly<Record<string, string>>;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
  [lead, a, b, chair] = await Promise.all(['Lead', 'Reader A', 'Reader B', 'Chair'].map((name) => takeSeat(browser, name, server.port))) as [Seat, Seat, Seat, Seat];
}, 60_000);

afterAll(async () => {
  for (const seat of [lead, a, b, chair]) await seat?.leave();
  await browser?.close();
  await server?.stop();
});

afterEach(({ task }) => pictureFailure(task, [lead, a, b, chair]));

describe('the whole path, by hand', () => {
  it('[WAY2] a lead signs up by the printed link, makes a project and writes and publishes its protocol', async () => {
    await signUpByHand(lead, server.adminLink);
    await lead.page.getByRole('button', { name: 'Begin with an empty desk' }).click();
    await createProject(lead.page, 'Chest triage');
    await writeProtocol(lead.page);
    project = /projects\/([^/]+)/.exec(lead.page.url())?.[1] ?? '';
    expect((await ask(lead, endpoints.protocolVersion, { params: { project, version: '1' } })).content).toMatchObject(firstProtocol);
  }, 120_000);

  it('[WAY3] files are imported with a row each: a series in order, a note, what is here already, and what is refused with its reason', async () => {
    const files = await importByHand(lead.page);
    expect([...files.slice(0, 1), ...files.slice(7)].map((row) => row.replaceAll('\n', ' '))).toEqual([
      expect.stringMatching(/^report\.txt .* stored$/),
      expect.stringMatching(/^report again\.txt .* already here/),
      expect.stringMatching(/^cut short\.dcm .* refused .+\.$/),
    ]);
    expect(await lead.page.getByRole('table', { name: 'Cases made' }).getByRole('row').allInnerTexts()).toHaveLength(4);
  }, 60_000);

  it('[WAY4] people come by one-time links bound to a role, and cases are assigned blind', async () => {
    await goTo(lead.page, 'People and roles');
    for (const [seat, role] of [[a, 'Annotator'], [b, 'Annotator'], [chair, 'Adjudicator']] as const) {
      const link = await inviteByHand(lead.page, role, seat.name);
      await signUpByHand(seat, link);
      await seat.page.getByRole('link', { name: 'Chest triage' }).click();
      await seat.page.getByRole('heading', { name: 'Chest triage', level: 1 }).waitFor();
    }
    await assign(lead.page, readers);
    const { items: assigned } = await ask(lead, endpoints.work, { params: { project } });
    items = Object.fromEntries(assigned.map(({ name, id }) => [name, id]));
  }, 60_000);

  it('[WAY5] a reader reads an image and a note blind, and nothing of the colleague is seen', async () => {
    const { page } = a;
    await openNext(page);
    await drawNodule(page, [0.42, 0.4], [0.52, 0.52], { certainty: 'Possible', doubt: 'a vessel, perhaps', diameter: '18', margin: ['Smooth', 'Lobulated'] });
    await drawOpacity(page, [[0.6, 0.6], [0.7, 0.6], [0.7, 0.72], [0.6, 0.72]]);
    await remark(page, 'Seen on two slices only', /^Nodule/);
    await answerCase(page, 'Urgent', 'Yes');
    expect(await saveState(page, 'synced')).toMatch(/^Synced \d\d:\d\d:\d\d$/);
    await submit(page, /is submitted\./);
    await markWords(page, 'nodule of 18 mm', '1');
    await answer(page, { certainty: 'Definite' });
    await markWords(page, 'Cough 😷', '2');
    await linkWords(page, 'Cough', 'nodule of');
    await labelDocument(page, '2');
    await answerCase(page, 'Urgent', 'No');
    await submit(page, /report is submitted\./);
    await readyToDraw(page);
    await answerCase(page, 'Urgent', 'No');
    await submit(page, /upright film is submitted\./); // nothing is marked on it
  }, 90_000);

  it('[WAY6] nobody learns of another reading before the reveal', async () => {
    const [other, item] = [await userOf(b), items[ct]!];
    const { items: mine } = await ask(a, endpoints.queue, { params: { project } });
    expect(JSON.stringify(mine)).not.toContain(other);
    for (const name of [`reading/${item}/${other}`, `discussion/${item}/${other}`, `consensus/${item}`]) expect((await pull(a, name)).share.size).toBe(0);
    for (const endpoint of [endpoints.comparison, endpoints.reveal]) expect((await send(a, endpoint, { params: { item } })).status()).toBeGreaterThanOrEqual(400);
  });

  it('[WAY7] a colleague offline from the first stroke to the last, with a reload between, hands in as if nothing had been', async () => {
    const { page, link } = b;
    await goTo(page, 'Queue');
    await page.getByRole('button', { name: 'Keep all on this device' }).click();
    for (const kept of [0, 1, 2]) await page.getByRole('cell', { name: /^Kept, / }).nth(kept).waitFor({ timeout: 30_000 });
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
    link.cut();
    await page.getByRole('button', { name: 'Open next case' }).click();
    await drawNodule(page, [0.44, 0.42], [0.58, 0.58], { certainty: 'Definite', diameter: '21' });
    expect(await saveState(page, 'offline')).toMatch(/saved on this device, waiting to sync/);
    await page.reload();
    await readyToDraw(page);
    await expect.poll(() => page.getByRole('region', { name: 'On this image' }).getByRole('listitem').allInnerTexts(), { timeout: 15_000 }).toEqual([expect.stringMatching(/^Nodule/)]);
    await remark(page, 'Border well seen here', /^Nodule/);
    await answerCase(page, 'Urgent', 'No');
    await submit(page, /is kept here and will be submitted when the server is back/);
    await markWords(page, 'nodule of 18 mm', '2');
    await markWords(page, 'Cough 😷', '2');
    await linkWords(page, 'Cough', 'nodule of');
    await labelDocument(page, '2');
    await answerCase(page, 'Urgent', 'No');
    await submit(page, /report is kept here/);
    await readyToDraw(page);
    await answerCase(page, 'Urgent', 'No');
    await submit(page, /upright film is kept here/);
    expect(await saveState(page, 'offline')).toMatch(/saved on this device, waiting to sync/);
    link.mend();
    await saveState(page, 'synced');
    const reading = readDocument(await pull(b, `reading/${items[ct]}/${await userOf(b)}`));
    expect(reading.annotations.map(({ label, attributes }) => [label, Object.values(attributes).sort((x, y) => (typeof x).localeCompare(typeof y))])).toEqual([[expect.any(String), [21, expect.any(String)]]]);
    const { items: after } = await ask(b, endpoints.queue, { params: { project } });
    expect(after.map(({ mine }) => mine?.state)).toEqual(['submitted', 'submitted', 'submitted']);
  }, 120_000);

  it('[WAY8] the lead sees where the readings differ, and how well they agree, each figure with what it rests on', async () => {
    const { page } = lead;
    await page.goto(`/projects/${project}/work`); // where it stood, the list is asked for every 15 s
    await page.getByRole('button', { name: `Compare the readings of ${ct}` }).click();
    const dialog = page.getByRole('dialog', { name: `Readings of ${ct}` });
    await dialog.getByText('Marked by 1 of 2').waitFor();
    expect(lines(await dialog.getByRole('row').allInnerTexts())).toEqual([
      expect.stringMatching(/^Nodule extent differs Extent differs, IoU 0\.\d\d; Certainty differs: (Possible, Definite|Definite, Possible); /),
      'Opacity found by some Marked by 1 of 2 Reader A',
      expect.stringMatching(/^Urgent attribute differs Answers differ: (Yes by 1, No by 1|No by 1, Yes by 1) /),
    ]);
    await page.keyboard.press('Escape');
    await goTo(page, 'Agreement');
    await expectFigures(page, 7, /[01]\.\d\d \(−?[01]\.\d\d to [01]\.\d\d\), n [45]\t/);
    await page.getByText('over 3 compared cases').waitFor();
    const confusion = page.getByRole('table', { name: /^How often Reader A and Reader B/ });
    await expect.poll(async () => lines(await confusion.getByRole('row').allInnerTexts()), { timeout: 15_000 }).toEqual(['Nodule 1 1', 'Opacity 2 1', 'nothing']); // their names come with the protocol
  }, 60_000);

  it('[WAY9] the lead opens a session over some cases; the others join by the link, see who is here and where, and follow who presents', async () => {
    await goTo(lead.page, 'Work');
    const link = await openSession(lead.page, [ct, 'report']);
    session = /sessions\/([^/?#]+)/.exec(link)?.[1] ?? '';
    for (const seat of [a, b, chair]) await joinSession(seat, link);
    for (const name of ['Lead (you)', 'Reader A', 'Reader B', 'Chair']) await lead.page.getByTestId('here').getByRole('img', { name, exact: true }).waitFor();
    for (const { page } of [a, b, chair]) await page.getByText('You are following Lead').waitFor();
    const before = await Promise.all([a, b, chair].map(({ page }) => drawnOver(page)));
    await moveOver(lead.page, [0.3, 0.3]);
    for (const [at, { page }] of [a, b, chair].entries()) await expect.poll(() => drawnOver(page), { timeout: 15_000 }).toBeGreaterThan(before[at]! + 100); // the lead's cursor
    await rows(lead.page).nth(1).click();
    for (const { page } of [a, b, chair]) await expect.poll(() => currentRow(page), { timeout: 15_000 }).toBe('Opacity');
    await a.page.keyboard.press('Escape');
    await rows(lead.page).nth(0).click();
    for (const { page } of [b, chair]) await expect.poll(() => currentRow(page), { timeout: 15_000 }).toBe('Nodule');
    expect(await currentRow(a.page)).toBe('Opacity');
    await a.page.keyboard.press('f');
    await expect.poll(() => currentRow(a.page), { timeout: 15_000 }).toBe('Nodule');
  }, 60_000);

  it('[WAY10] three vote and nobody learns of a vote before the round is closed; who was cut off meanwhile comes in whole', async () => {
    const users = await Promise.all([lead, a, b, chair].map(userOf));
    await lead.page.getByTestId('option').filter({ hasText: 'Union of all' }).click();
    expect(await lead.page.getByTestId('option').nth(2).getAttribute('data-looked')).toBe('true');
    await lead.page.getByRole('button', { name: 'Open round' }).click();
    await vote(a, 'Reader A', 'the lower part is a vessel');
    await seesOpenRound(b.page);
    b.link.cut();
    await saveState(b.page, 'offline');
    await vote(b, 'Union of all');
    await b.page.getByText('cast on this device, not yet sent').waitFor();
    await writeRationale(b.page, 'Written without a link.');
    await vote(chair, 'Union of all');
    await writeRationale(a.page, 'Seen on two slices. ');
    await expect.poll(() => rationale(chair.page), { timeout: 15_000 }).toContain('Seen on two slices.');
    await writeRationale(chair.page, 'The border goes around both. ');
    await expect.poll(() => voters(lead.page), { timeout: 15_000 }).toEqual(['Reader A: voted', 'Reader B: thinking', 'Lead: your vote is open', 'Chair: voted']);
    await expectSealed([lead, a, chair], users, session, 'the lower part is a vessel');
    b.link.mend();
    await saveState(b.page, 'synced');
    await expect.poll(() => voters(lead.page), { timeout: 15_000 }).toEqual(['Reader A: voted', 'Reader B: voted', 'Lead: your vote is open', 'Chair: voted']);
    await expectSealed([lead, a, b, chair], users, session, 'the lower part is a vessel');
    for (const { page } of [lead, a, b, chair]) {
      for (const words of ['Seen on two slices. The border goes around both.', 'Written without a link.']) await expect.poll(() => rationale(page), { timeout: 15_000 }).toContain(words);
      await expect.poll(async () => (await rationale(page)) === (await rationale(lead.page)), { timeout: 15_000 }).toBe(true);
    }
    expect(await closeRound(lead.page)).toMatch(/^Union of all: .*\nMajority: 2 for “Union of all”, 1 for “Reader A”/);
    const ballots = await lead.page.getByTestId('ballot').allTextContents();
    expect(ballots.toSorted()).toEqual(['AReader A: 1, Reader Athe lower part is a vessel', 'BReader B: 3, Union of all', 'CChair: 3, Union of all']);
    await dissent(a.page, 'The union takes in the artery.');
    for (const { page } of [lead, a, b, chair]) {
      await page.getByTestId('dissent').getByText('Dissent Reader A: The union takes in the artery.').waitFor();
      await expect.poll(() => page.getByTestId('ballot').count(), { timeout: 15_000 }).toBe(3); // one's own dissent may be here before the closing
      expect(await page.getByTestId('option').filter({ hasText: 'As redrawn together' }).count()).toBe(0); // nobody has redrawn anything
    }
  }, 90_000);

  it('[WAY11] what is settled is signed with a password and a meaning by the chair and another, and then nothing of it can be changed', async () => {
    await lead.page.getByRole('button', { name: /^Next: Opacity/ }).click();
    expect(await settle(lead, [a, chair], 'Reader A')).toMatch(/^Reader A: Opacity/);
    await lead.page.getByRole('button', { name: /^Next: Urgent/ }).click();
    expect(await settle(lead, [b, chair], 'Yes')).toMatch(/^Yes \(Reader A\)/);
    await expect.poll(() => lead.page.getByTestId('settled').textContent(), { timeout: 15_000 }).toBe('3 of 3 settled'); // the outcome may be told before the answer to the closing
    await signCase(lead);
    await signCase(a, 'I was there; my dissent stands in the record');
    for (const { page } of [lead, a, b, chair]) await expectFrozen(page, 'signed, I was there; my dissent stands in the record');
    const consensus = `consensus/${items[ct]}`;
    const before = readDocument(await pull(lead, consensus));
    expect(before.annotations.map(({ geometry }) => geometry.kind)).toEqual(['imaging.polygon', 'imaging.polygon']);
    await expect(write(chair, consensus, [{ type: 'remove annotation', id: before.annotations[0]!.id }])).rejects.toThrow('was not taken: frozen');
    expect(readDocument(await pull(lead, consensus))).toEqual(before);
  }, 90_000);

  it('[WAY12] the minutes are read, the session is gone through again from its beginning, and both are kept', async () => {
    const { page } = lead;
    await goThroughAgain(page, /Lead settled Nodule/, 3);
    const { name, bytes } = await saveMinutes(page, 'Rationale for Nodule on');
    expect(name).toMatch(/-minutes\.md$/);
    for (const words of [`Round 1 over Nodule on ${ct} closed. Majority: 2 for “Union of all”, 1 for “Reader A”. Reader A for “Reader A” (the lower part is a vessel); Reader B for “Union of all”; Chair for “Union of all”`, '**Reader A** Dissent on Nodule', 'with a wrong password', 'complete and frozen, SHA-256', 'Written without a link.']) expect(bytes.toString()).toContain(words);
    await endSession(page, [lead, a, b, chair]);
  }, 60_000);

  it('[WAY13] COCO, brat and JSON Lines hold what was marked and where nothing was; the bundle gives a second installation equal values', async () => {
    const { page } = lead;
    await page.goto(`/projects/${project}/export`);
    expectCoco(filesOf((await takeOut(page, 'COCO')).bytes));
    expectBrat(filesOf((await takeOut(page, 'brat standoff')).bytes));
    expectJsonLines(filesOf((await takeOut(page, 'JSON Lines')).bytes));
    const bundle = await takeOut(page, 'Consilium bundle');
    const there = await openElsewhere(browser, bundle);
    try {
      expect(valuesIn(filesOf(there.bundle))).toEqual(valuesIn(filesOf(bundle.bytes)));
      expect(await ask(there.seat, endpoints.agreement, { params: { project } })).toEqual(await ask(lead, endpoints.agreement, { params: { project } }));
      expect(there.seat.faults).toEqual([]);
    } finally {
      await there.leave();
    }
  }, 90_000);

  it('[WAY14] the audit record holds every taking out, and its chain is found whole on the screen', async () => {
    const { page } = lead;
    await goTo(page, 'Audit record');
    await page.getByRole('button', { name: 'Verify the whole chain' }).click();
    await page.getByText(/^All \d+ rows are intact$/).waitFor();
    await expect.poll(() => page.getByRole('row').filter({ hasText: 'project exported' }).count(), { timeout: 15_000 }).toBe(4);
  }, 60_000);

  it('[WAY15] [ANN7] a second version of the protocol says what changed before anybody goes on; what was marked before keeps its version', async () => {
    await importNote(lead.page, 'late note', 'Late note.\nSmall effusion on the left, nodule unchanged.\n');
    await assign(lead.page, readers, 'late note');
    for (const { page } of [a, b]) await page.goto(`/projects/${project}/queue`);
    await openNext(a.page);
    await markWords(a.page, 'effusion on the left', '2');
    await addLabel(lead.page, 'Effusion', 'Fluid in the pleural space, however little.');
    await publish(lead.page, 'Effusions were missing');
    for (const { page } of [a, b]) {
      if (page === b.page) await openNext(page);
      await page.getByText('The protocol has changed: version 2').waitFor({ timeout: 20_000 });
      await page.getByText('Label “Effusion” is new').waitFor();
      await page.getByRole('button', { name: 'Go on with v2' }).click();
      await page.getByText('The protocol has changed').waitFor({ state: 'detached' });
      await markWords(page, 'nodule unchanged', '4');
    }
    for (const { page } of [a, b]) await saveState(page, 'synced');
    const { items: work } = await ask(lead, endpoints.work, { params: { project } });
    const late = work.find(({ name }) => name === 'late note')?.id;
    const versionsOf = async (seat: Seat) => readDocument(await pull(seat, `reading/${late}/${await userOf(seat)}`)).annotations.map(({ protocol }) => protocol);
    expect([await versionsOf(a), await versionsOf(b)]).toEqual([[1, 2], [2]]);
    expect(readDocument(await pull(a, `reading/${items[ct]}/${await userOf(a)}`)).annotations.map(({ protocol }) => protocol)).toEqual([1, 1]);
    expect([lead, a, b, chair].flatMap(({ faults }) => faults)).toEqual([]);
  }, 90_000);

  it('[WAY16] the trail that the command line exports of the stopped installation is whole, and one word changed in it is found', async () => {
    await server.kill();
    await expectTrail(server.dataDirectory);
  }, 60_000);
});

const userOf = async (seat: Seat): Promise<string> => (await ask(seat, endpoints.me)).user.id;
