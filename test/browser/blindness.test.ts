import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { describe, expect, it } from 'vitest';
import { ask } from '../harness/ask.ts';
import type { Seat } from '../harness/browser.ts';
import { drawPoints, marksOn, openCase } from '../harness/drawing.ts';
import { keptRows } from '../harness/kept.ts';
import { aBox, aLabel, anAnnotation, aProtocol } from '../harness/readings.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';
import { recordTraffic, type Traffic } from '../harness/traffic.ts';
import { listenToStatus } from '../harness/witness.ts';
import { pull, write } from '../harness/work.ts';

const canary = (field: string): string => `canary-${field}-tweets`;
const fields = ['mark', 'attribute', 'flag', 'answer', 'relation', 'comment', 'reason'] as const;

/** Where a protocol allows free words, there are some. */
const protocol = aProtocol({
  labels: [aLabel('nodule', 'Nodule', { hotkey: '1', order: 'a0', geometries: ['imaging.box', 'imaging.point'], attributes: [{ id: 'certainty', name: 'Certainty', type: 'text', isRequired: false, order: 'a0' }] })],
  relations: [{ id: 'causes', name: 'Causes', definition: '', from: [], to: [], order: 'a0' }] as unknown as ProtocolContent['relations'], // read by the schema when it is published
  itemAttributes: [{ id: 'urgent', name: 'Urgent', type: 'text', isRequired: false, order: 'a0' }] as unknown as ProtocolContent['itemAttributes'],
});

interface Run {
  readonly traffic: Traffic;
  /** what passed while A was at it */
  readonly meanwhile: readonly string[];
  /** everything that B's browser keeps, as text */
  readonly kept: string;
  readonly busyMs: number;
  readonly faults: readonly string[];
}

/** B reads a case in a browser while A, in another, either does nothing for as long or is as busy as one can be. */
async function run(whatADoes: (room: ReadingRoom, a: Seat) => Promise<void>): Promise<Run> {
  const room = await openReadingRoom({ readers: 2, items: 2, protocol });
  try {
    const [a, b] = room.readers as [Seat, Seat];
    const even = evened(room);
    await b.page.close();
    const witness = await listenToStatus(b.context);
    const traffic = recordTraffic(b.context, even);
    const page = await b.context.newPage();
    const [first] = room.items as [string];
    const quiet = async (askedAt = 0): Promise<void> => {
      await page.waitForLoadState('networkidle');
      await witness.until(({ type }) => type === 'synced', 'synced', askedAt);
      for (let passed = -1; passed !== traffic.all().length; await page.waitForTimeout(2_000)) passed = traffic.all().length; // nothing is under way any more
    };
    await page.goto(`/projects/${room.project}/queue`);
    await quiet();
    await quiet(await openCase(page, first)); // marks made before the document is in step go out together, or not: by chance
    await drawPoints(page, 3);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 3, 'synced', 0);
    await quiet();
    const before = traffic.all().length;
    const startedAt = Date.now();
    await whatADoes(room, a);
    const meanwhile = traffic.all().slice(before);
    const busyMs = Date.now() - startedAt;
    await drawPoints(page, 2);
    await witness.until(({ type, marks }) => type === 'synced' && marks === 5, 'synced', 0);
    for (const path of [`/projects/${room.project}/queue`, `/projects/${room.project}/overview`, `/items/${room.items[1]}`, `/items/${first}`, '/']) {
      const askedAt = Date.now();
      await page.goto(path);
      await quiet(askedAt);
    }
    const kept = JSON.stringify(await keptRows(page, room.users[1]!), (_, value) => (Array.isArray(value) && value.length > 8 && value.every((one) => typeof one === 'number') ? Buffer.from(value as number[]).toString('latin1') : value));
    return { traffic, meanwhile, kept, busyMs, faults: [...a.faults, ...b.faults] };
  } finally {
    await room.leave();
  }
}

/** Names ids by what they are of; other ids, times and client numbers by their kind. */
function evened(room: ReadingRoom): (line: string) => string {
  const names: readonly (readonly [string, string])[] = [[room.project, '<project>'], ...room.items.map((id, i) => [id, `<item ${i}>`] as const), ...room.users.map((id, i) => [id, `<reader ${'AB'[i]}>`] as const)];
  return (line) =>
    names
      .reduce((text, [id, name]) => text.replaceAll(id, name), line)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
      .replaceAll(/\b[A-Za-z0-9]{32}\b/g, '<id>') // of an account
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replaceAll(/"clientId":\d+/g, '"clientId":<n>')
      .replaceAll(/localhost:\d+/g, '<address>')
      .replaceAll(/"stateVector":"[^"]*"/g, '"stateVector":<n>')
      .replaceAll('"items":["<item 1>","<item 0>"]', '"items":["<item 0>","<item 1>"]') // a device lists what it keeps by ids, which are chance
      .replaceAll(/"type":"ack","count":\d+,"seq":\d+/g, '"type":"ack","count":<n>,"seq":<n>') // how many of one's own changes became durable together
      .replaceAll(/("name":"reading\/<item \d>\/<reader B>","update":"[^"]*","seq":)\d+/g, '$1<n>'); // and so how many rows they are
}

/** Dozens of marks by hand, every field that takes words, and the submission. */
async function busy(room: ReadingRoom, a: Seat): Promise<void> {
  const [item] = room.items as [string];
  const [user] = room.users as [string];
  await openCase(a.page, item);
  await drawPoints(a.page, 40);
  await a.page.keyboard.press('Shift+F');
  await a.page.getByRole('textbox', { name: 'Why unsure' }).fill(canary('reason'));
  await a.page.keyboard.press('Enter');
  const { sources } = await ask(a, endpoints.item, { params: { item } });
  const annotation = { ...anAnnotation(canary('mark'), 'nodule', aBox(10, 10), { certainty: canary('attribute') }), source: sources[0]!.sha256 as never, flag: { reason: canary('flag') } }; // a source of the item
  const atServer = async () => readDocument(await pull(a, `reading/${item}/${user}`)).annotations;
  await expect.poll(async () => (await atServer()).length, { timeout: 15_000 }).toBe(40);
  const [drawn] = await atServer();
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: canary('comment') }] }] };
  await write(a, `reading/${item}/${user}`, [
    { type: 'add annotation', annotation },
    { type: 'set answer', attribute: 'urgent', value: canary('answer') } as Op, // ids of a protocol are strings
    { type: 'add relation', relation: { id: canary('relation'), type: 'causes', from: canary('mark'), to: drawn!.id } } as Op,
  ]);
  await write(a, `discussion/${item}/${user}`, [{ type: 'add comment', comment: { id: canary('comment'), body, anchor: { type: 'item' }, at: new Date().toISOString(), mentions: [] } }]);
  await expect.poll(() => marksOn(a.page), { timeout: 15_000 }).toBe(41); // what is handed in is what the server has
  await a.page.keyboard.press('Escape');
  await a.page.keyboard.press('Control+Enter');
  await a.page.getByRole('dialog', { name: 'Submit this read?' }).getByRole('button', { name: 'Submit read' }).click();
  await a.page.getByText(/is submitted\./).waitFor({ timeout: 20_000 });
}

/** Asked for or told by the clock of the page alone, every few seconds, or after 15 of silence (LINK1): once more or less in one of two runs is chance. */
const byTheClock = /GET \/api\/v1\/projects\/<project>(?!\/)| awareness$| (?:reading|discussion)\/<item \d>\/<reader B> step[12] /;

/** One's own marks given back, to a page that asked after a silence whether its line still works. */
const isGivenBack = (line: string): boolean => /^in reading\/<item \d>\/<reader B> step2 <id>/.test(line);

/** What passed oftener in one than in the other. */
function unlike(one: readonly string[], other: readonly string[]): readonly string[] {
  const times = (all: readonly string[], line: string): number => all.filter((each) => each === line).length;
  return [...new Set([...one, ...other])].filter((line) => Math.abs(times(one, line) - times(other, line)) > (byTheClock.test(line) ? 1 : 0));
}

/** Whether one's own first mark was made before the document had synced is chance: it goes out in the answer then, else by itself. */
const ownChange = (line: string): string => line.replace(/^(out .*?) step2 (?=<id>)/, '$1 update ');

/** Documents that are pulled together, and items whose erasure is asked for together, are so by chance: each is compared by itself, what is asked and what is told. */
const byDocument = (kinds: readonly string[]): readonly string[] => [...new Set(kinds.filter((line) => !isGivenBack(line)).map(ownChange).flatMap(oneByOne))].sort();

function oneByOne(line: string): readonly string[] {
  if (line.includes('/documents/pull ')) return [...line.matchAll(/"name":"[^"]*","(?:stateVector|update)":[^,}]*/g)].map(([part]) => `pull ${part}`);
  const asked = /"items":\[([^\]]*)\]/.exec(line)?.[1];
  return line.includes('/erasures ') && asked ? asked.split(',').map((item) => line.replace(asked, item)) : [line];
}

describe('a blind reader', () => {
  it('[BLIND3] receives, sends and keeps the same, whether the colleague is idle or busy, and none of the colleague’s words', async () => {
    const withBusy = await run(busy);
    const withIdle = await run(() => new Promise((done) => setTimeout(done, withBusy.busyMs)));
    const hits = fields.filter((field) => `${withBusy.traffic.raw()}${withBusy.kept}`.includes(canary(field)));
    expect(hits).toEqual([]);
    expect(withBusy.traffic.raw().length).toBeGreaterThan(10_000); // something was listened to
    expect(withBusy.kept).toContain('imaging.point');
    console.log(`${withBusy.traffic.all().length} exchanges and frames, ${withBusy.meanwhile.length} of them in the ${withBusy.busyMs} ms that A was busy; with A idle ${withIdle.meanwhile.length}; ${hits.length} of ${fields.length} canaries`);
    expect(unlike(withBusy.meanwhile, withIdle.meanwhile)).toEqual([]);
    expect(byDocument(withBusy.traffic.kinds())).toEqual(byDocument(withIdle.traffic.kinds()));
    expect([...withBusy.faults, ...withIdle.faults]).toEqual([]);
  }, 240_000);
});
