import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { rationaleRoot } from '@consilium/shared/document/roots.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { consilium } from '../harness/command-line.ts';
import { type Installation, installationKinds } from '../harness/installations.ts';
import { assign, change, createProject, handIn, hashOf, importFiles, join, publish, type Signed, write } from '../harness/people-at-work.ts';
import { aLabel, anAnnotation, aProtocol, aSpan } from '../harness/readings.ts';
import { password, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

/** Everything people can say of an item; each word stands in one place alone. */
const words = {
  name: 'zebrafinchname', text: 'quokkatext', flag: 'wombatflag', comment: 'axolotlcomment', rationale: 'pangolinrationale', dissent: 'numbatdissent',
  ballot: 'okapiballot', option: 'tapiroption', meaning: 'civetmeaning', consensus: 'dugongconsensus', givenBack: 'kakapogivenback',
};
const everyWord = Object.values(words);
const kept = 'capybarakept'; // of another item: must stay
const reason = 'Withdrawn by the person it is of';

let server: RunningServer;
let folder: string;
let place: Installation;
let bringBack: Awaited<ReturnType<Installation['backUp']>>;
let admin: Signed;
let [ana, boris, cem]: Signed[] = [];
let item: string;
let other: string;
let sources: { own: string; shared: string };
let session: string;

const mark = (id: string, flag: string): Op => ({ type: 'add annotation', annotation: { ...anAnnotation(id, 'nodule', aSpan(0, 4)), source: sources.own as never, flag: { reason: flag } } });
const say = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
const remark = (id: string, text: string): Op => ({ type: 'add comment', comment: { id, body: say(text), anchor: { type: 'item' }, at: '2026-01-01T00:00:00.000Z', mentions: [] } });

async function fill(): Promise<void> {
  server = await startServer({ dataDir: place.dataDirectory, env: place.env });
  admin = await signUp(server, server.adminLink ?? '', 'Administrator');
  const project = await createProject(admin);
  [ana, boris, cem] = await Promise.all(['Ana', 'Boris', 'Cem'].map((name) => join(admin, project, 'annotator', name)));
  await publish(admin, project, aProtocol({ labels: [aLabel('nodule', 'Nodule')] }));
  const bytes = (text: string) => new TextEncoder().encode(text);
  const made = await importFiles(admin, project, [{ name: `${words.name}.txt`, bytes: bytes(`A note with ${words.text}.`) }, { name: 'other.txt', bytes: bytes(`Another with ${kept}.`) }]);
  item = made.items.find(({ name }) => name === words.name)?.id ?? '';
  other = made.items.find(({ name }) => name === 'other')?.id ?? '';
  sources = { own: made.files[0]?.sha256 ?? '', shared: made.files[1]?.sha256 ?? '' };
  await assign(admin, project, [item, other], [ana!.me.user.id, boris!.me.user.id, cem!.me.user.id]);
  await cem!.call(endpoints.giveBack, { params: { item }, body: { why: words.givenBack } });
  await cem!.call(endpoints.giveBack, { params: { item: other }, body: { why: '' } });
  await assign(admin, project, [item, other], [ana!.me.user.id, boris!.me.user.id]); // two readings are enough
  await write(ana!, `discussion/${item}/${ana!.me.user.id}`, [remark('c1', words.comment)]);
  for (const one of [item, other]) {
    await handIn(ana!, one, [mark('a1', one === item ? words.flag : kept)]);
    await handIn(boris!, one, []);
  }
  await meet(project);
}

async function meet(project: string): Promise<void> {
  const opened = await admin.call(endpoints.openSession, { params: { project }, body: { name: 'Panel', items: [item, other], rule: { rule: 'majority', quorum: 1 } } });
  session = opened.id;
  await ana!.call(endpoints.joinSession, { params: { session } });
  const me = admin.me.user.id;
  for (const one of [item, other]) {
    const { comparison } = await admin.call(endpoints.comparison, { params: { item: one } });
    const row = comparison.rows[0]?.id ?? '';
    const word = (theirs: string) => (one === item ? theirs : kept);
    const option = (id: string, kind: 'none' | 'reader') => ({ id, text: word(words.option), kind });
    await admin.call(endpoints.openRound, { params: { session, row }, body: { item: one, options: [option('x', 'reader'), option('y', 'none')] } });
    const ballot = (key: string, value: string): Op => ({ type: 'set value', root: 'ballot', key, value });
    await write(admin, `ballot/${session}/${row}/${me}`, [ballot('choice', 'x'), ballot('reason', word(words.ballot))]);
    await admin.call(endpoints.closeRound, { params: { session, row }, body: {} });
    await write(admin, `session/${session}`, [{ type: 'set value', root: 'dissent', key: `${row}/${me}`, value: word(words.dissent) }]);
    await change(admin, `session/${session}`, (doc) => doc.getXmlFragment(rationaleRoot(row)).insert(0, [new Y.XmlText(word(words.rationale))]));
    const held = await write(admin, `consensus/${one}`, [{ type: 'set flag', id: 'a1' as AnnotationId, reason: word(words.consensus) }, remark('c2', word(words.consensus))]);
    await admin.call(endpoints.sign, { params: { session, item: one }, body: { password, meaning: word(words.meaning), hash: hashOf(held) } });
  }
}

const documentsOfItem = () => [`reading/${item}/${ana!.me.user.id}`, `discussion/${item}/${ana!.me.user.id}`, `consensus/${item}`];

describe.each(await installationKinds())('erasing an item of $name', ({ name, make }) => {
  const isEmbedded = name === 'the embedded store';
  beforeAll(async () => {
    folder = await mkdtemp(path(tmpdir(), 'consilium-erasure-'));
    place = await make(folder);
    await fill();
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await place.discard();
    await rm(folder, { recursive: true, force: true });
  });

  /** Over REST, and on the command line of somebody elsewhere. */
  const erase = async (): Promise<unknown> => {
    if (isEmbedded) return admin.call(endpoints.eraseItem, { params: { item }, body: { reason } });
    const { token } = await admin.call(endpoints.createToken, { body: { name: 'erasing' } });
    return JSON.parse((await consilium(['erase', item, '--reason', reason, '--url', server.url, '--token', token])).stdout) as unknown;
  };

  it('[ERASE1] is for leads and administrators, with a reason', async () => {
    for (const reader of [ana!, boris!]) expect(await reader.ask(endpoints.eraseItem, { params: { item }, body: { reason } })).toMatchObject({ status: 403 });
    expect(await admin.ask(endpoints.eraseItem, { params: { item }, body: { reason: '' } })).toMatchObject({ status: 400 });
    expect((await ana!.ask(endpoints.item, { params: { item } })).status).toBe(200);
  });

  it('[ERASE2] destroys keys, documents, rows and sources; open sockets close; devices are told; the audit says who, when and why', async () => {
    bringBack = await place.backUp();
    const sockets = documentsOfItem().map((document) => new WebSocket(`${server.url.replace('http', 'ws')}/sync/${document}`, { headers: { cookie: ana!.cookie, origin: server.url } }));
    const closed = Promise.all(sockets.map((socket) => new Promise<number>((done) => socket.once('close', done))));
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.once('message', done))));
    expect([await place.filesOf(sources.own), await place.filesOf(sources.shared)]).toEqual([1, 1]);
    expect(await erase()).toMatchObject({ sources: 1 });
    expect([await place.filesOf(sources.own), await place.filesOf(sources.shared)]).toEqual([0, 1]);
    expect(await closed).toEqual([4403, 4403, 4403]);
    expect((await ana!.ask(endpoints.item, { params: { item } })).status).toBe(404);
    expect(await ana!.call(endpoints.erasedItems, { body: { items: [item, other] } })).toEqual({ erased: [item] });
    const pulled = await ana!.call(endpoints.pull, { body: { documents: documentsOfItem().map((name) => ({ name, stateVector: '' })) } });
    expect(pulled.documents.map(({ update }) => update ?? '')).toEqual(['', '', '']);
    const { rows } = await admin.call(endpoints.audit, { params: { project: (await admin.call(endpoints.session, { params: { session } })).session.project }, query: { limit: '500' } });
    const line = rows.find(({ action }) => action === 'item.erased');
    expect(line).toMatchObject({ actor: admin.me.user.id, target: `item/${item}`, body: { why: reason } });
    expect(everyWord.filter((word) => JSON.stringify(rows).includes(word))).toEqual([]);
    expect(JSON.stringify(rows)).toContain(kept);
  }, 120_000);

  it('[ERASE3] what is shared with others stays: the other item, its source, its part of the session', async () => {
    expect((await ana!.ask(endpoints.item, { params: { item: other } })).status).toBe(200);
    expect(new TextDecoder().decode((await ana!.call(endpoints.source, { params: { item: other, sha256: sources.shared } })) as Uint8Array)).toContain(kept);
    const { events } = await admin.call(endpoints.minutes, { params: { session } });
    const minutes = JSON.stringify(events);
    expect(everyWord.filter((word) => minutes.includes(word))).toEqual([]);
    expect(minutes.split(kept).length - 1).toBeGreaterThanOrEqual(3);
  });

  it('[ERASE4] [TRAIL7] the chain stays whole, here and in an exported trail, without what was sealed for the item', async () => {
    expect(await admin.call(endpoints.verifyAudit)).toMatchObject({ isIntact: true });
    await server.stop();
    await consilium(['audit', 'export', path(folder, 'trail.json')], place.env);
    const trail = await readFile(path(folder, 'trail.json'), 'utf8');
    expect(everyWord.filter((word) => trail.includes(word))).toEqual([]);
    expect(trail).toContain(reason);
    expect(JSON.parse((await consilium(['audit', 'verify', path(folder, 'trail.json')])).stdout)).toMatchObject({ ok: true });
  }, 120_000);

  it('[ERASE5] [LOG15] no word of it is left, even for somebody who has the master key', async () => {
    expect(await place.wordsWithin(everyWord)).toEqual([]);
    expect(new Set((await place.wordsWithin([kept])).map((hit) => hit.replace(/[ /:].*/, ''))), 'and would be found').toEqual(
      new Set(['reading', 'database', 'session', 'ballot', 'consensus', 'audit', sources.shared]),
    );
  }, 120_000);

  it('[ERASE6] a backup from before, brought back with the list beside the key, comes back without it', async () => {
    const [again, bare] = [await bringBack(true), await bringBack(false)];
    if (!isEmbedded) await (await startServer({ dataDir: again.dataDirectory, env: again.env })).stop(); // `restore` has done it
    expect(await again.wordsWithin(everyWord)).toEqual([]);
    const found = new Set((await bare.wordsWithin(everyWord)).map((hit) => hit.split(': ')[1]!));
    expect([...found].sort(), 'without the list it holds all of it').toEqual([...everyWord].sort());
    await Promise.all([again.discard(), bare.discard()]);
  }, 120_000);

  it.runIf(isEmbedded)('[CLI7] [ERASE1] the command line erases where no server runs, and names what is gone and what to back up', async () => {
    await expect(consilium(['erase', other, '--reason', ' '], place.env)).rejects.toMatchObject({ stderr: expect.stringContaining('Give the reason') });
    const { stdout, stderr } = await consilium(['erase', other, '--reason', reason], place.env);
    expect(JSON.parse(stdout)).toMatchObject({ item: other, ok: true, sources: 1 });
    expect(stderr).toContain('Back up keys/erased.jsonl again');
    expect([await place.filesOf(sources.shared), await place.wordsWithin([kept])]).toEqual([0, []]);
  }, 120_000);
});
