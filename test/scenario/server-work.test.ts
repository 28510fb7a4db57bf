import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { defaultProtocolSettings, type ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import type * as Y from 'yjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ctFiles } from '../../server/ingest/samples/dicom-samples.ts';
import { tinyPng } from '../browser/path/files.ts';
import { consilium } from '../harness/command-line.ts';
import { createProject, hashOf, importFiles, join, type Signed, write, writeDraft } from '../harness/people-at-work.ts';
import { aLabel, anAnnotation, aProtocol } from '../harness/readings.ts';
import { signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

let server: RunningServer;
let lead: Signed;
let [a, b, stranger] = [] as unknown as [Signed, Signed, Signed];
let project: string;

const utf8 = new TextEncoder();
const choice = (id: string, name: string, more: object = {}) => ({
  id, name, type: 'choice', isRequired: true, order: id, options: [{ id: 'yes', name: 'Yes' }, { id: 'no', name: 'No' }], ...more,
});
const protocol: ProtocolContent = aProtocol({
  labels: [aLabel('nodule', 'Nodule', { attributes: [choice('solid', 'Solid'), choice('core', 'Core seen', { when: { attribute: 'solid', isOneOf: ['no'] } })] })],
  itemAttributes: [choice('quality', 'Readable') as never],
  settings: defaultProtocolSettings,
});

beforeAll(async () => {
  server = await startServer();
  lead = await signUp(server, server.adminLink ?? '', 'Lead');
  project = await createProject(lead);
  [a, b, stranger] = [await join(lead, project, 'annotator', 'Reader A'), await join(lead, project, 'annotator', 'Reader B'), await join(lead, await createProject(lead), 'annotator', 'Stranger')];
});
afterAll(() => server.stop());

const ask = { project: () => ({ params: { project } }) };
const noteNamed = async (name: string): Promise<string> => {
  const { items } = await importFiles(lead, project, [{ name: `${name}.txt`, bytes: utf8.encode(`A note called ${name}.`) }]);
  return items[0]?.id ?? '';
};
const assign = (items: string[], readers: Signed[], readersNeeded = readers.length) =>
  lead.call(endpoints.assign, { params: { project }, body: { items, readers: readers.map(({ me }) => me.user.id), readersNeeded, blinding: 'blind' } });
const readingOf = (item: string, reader: Signed) => `reading/${item}/${reader.me.user.id}`;
const answer = (value: string) => ({ type: 'set answer', attribute: 'quality', value }) as never; // an op as the page makes it

async function openFor(reader: Signed, item: string): Promise<void> {
  await reader.call(endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
}
async function readAndSubmit(reader: Signed, item: string, value = 'yes'): Promise<void> {
  await openFor(reader, item);
  const doc = await write(reader, readingOf(item, reader), [answer(value)]);
  await reader.call(endpoints.submit, { params: { item }, body: { hash: hashOf(doc), protocolVersion: 1 } });
}

describe('the protocol', () => {
  it('[PUBLISH1] an empty draft is refused with what is missing and where', async () => {
    const refused = await lead.ask(endpoints.publishProtocol, { ...ask.project(), body: { why: '' } });
    expect([refused.status, refused.problem?.details]).toEqual([422, [{ at: 'Labels', message: 'There is nothing to annotate with. Add a label, or a question about the case.' }]]);
  });

  it('[PUBLISH2] a published version never changes; the next says in words what is new', async () => {
    await writeDraft(lead, project, protocol);
    const first = await lead.call(endpoints.publishProtocol, { ...ask.project(), body: { why: 'first' } });
    expect([first.version, first.changes, first.content.labels[0]?.name]).toEqual([1, ['First version.'], 'Nodule']);
    expect((await lead.ask(endpoints.publishProtocol, { ...ask.project(), body: { why: '' } })).problem?.type).toBe('NothingChanged');
    const other = await createProject(lead);
    await writeDraft(lead, other, protocol);
    await lead.call(endpoints.publishProtocol, { params: { project: other }, body: { why: '' } });
    await writeDraft(lead, other, { ...protocol, labels: [{ ...protocol.labels[0]!, definition: 'Rounder.' }, aLabel('mass', 'Mass')] });
    const second = await lead.call(endpoints.publishProtocol, { params: { project: other }, body: { why: '' } });
    expect(second.changes).toEqual(['Label “Mass” is new.', 'Label “Nodule”: the definition is changed.'].sort((x, y) => second.changes.indexOf(x) - second.changes.indexOf(y)));
    const kept = await lead.call(endpoints.protocolVersion, { params: { project: other, version: '1' } });
    expect(kept.content).toEqual(first.content);
  });
});

describe('importing', () => {
  it('[IMPORT1] slices of one series become one item in geometric order, however they were sent', async () => {
    const files = ctFiles();
    const made = await importFiles(lead, project, files.toReversed().map(({ name, bytes }, index) => ({ name: `scan/${index}-${name.replaceAll('/', '_')}`, bytes })));
    expect(made.items).toMatchObject([{ name: 'scan', files: files.length }]);
    const item = await lead.call(endpoints.item, { params: { item: made.items[0]?.id ?? '' } });
    const meta = item.meta as { frames: { position: number[]; source: string }[]; orderedBy: string };
    const along = meta.frames.map(({ position }) => position[2]);
    expect(meta.orderedBy).toBe('position along the normal');
    expect(along).toEqual(along.toSorted((x, y) => (x ?? 0) - (y ?? 0)));
    expect(item.sources.map(({ sha256 }) => sha256)).toEqual(meta.frames.map(({ source }) => source));
  });

  it('[IMPORT2] what cannot be read is refused by name with the reason, and stops nothing', async () => {
    const note = '\uFEFFNo effusion.\r\nHeart: normal 🫀 e\u0301\r\n';
    const made = await importFiles(lead, project, [
      { name: 'garbage.dcm', bytes: crypto.getRandomValues(new Uint8Array(2000)) },
      { name: 'latin1.txt', bytes: new Uint8Array([0x4e, 0x6f, 0xe9, 0x20]) },
      { name: 'binary.txt', bytes: new Uint8Array([0x41, 0x00, 0x42]) },
      { name: 'empty.txt', bytes: new Uint8Array() },
      { name: 'table.xlsx', bytes: utf8.encode('PK') },
      { name: 'ward/note 1.txt', bytes: utf8.encode(note) },
      { name: 'ward/copy.txt', bytes: utf8.encode(note) },
    ]);
    expect(made.items.map(({ name }) => name)).toEqual(['note 1']);
    expect(made.files.map(({ name, state }) => [name, state])).toEqual([
      ['garbage.dcm', 'refused'], ['latin1.txt', 'refused'], ['binary.txt', 'refused'], ['empty.txt', 'refused'], ['table.xlsx', 'refused'], ['ward/note 1.txt', 'stored'], ['ward/copy.txt', 'duplicate'],
    ]);
    expect(made.files.filter(({ state }) => state === 'refused').every(({ message }) => message.length > 15)).toBe(true);
    expect(made.files[1]?.message).toMatch(/byte that is not stands at 2/);
    const item = await lead.call(endpoints.item, { params: { item: made.items[0]?.id ?? '' } });
    const bytes = (await lead.call(endpoints.source, { params: { item: item.id, sha256: item.sources[0]?.sha256 ?? '' } })) as Uint8Array;
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(note);
    expect(item.meta).toMatchObject({ length: note.length, lines: 3 });
  });

  it('[IMPORT3] the same file twice is one source, and a part of it can be asked for', async () => {
    const bytes = utf8.encode('0123456789');
    const first = await importFiles(lead, project, [{ name: 'digits.txt', bytes }]);
    const again = await importFiles(lead, project, [{ name: 'other.txt', bytes }]);
    expect(again).toMatchObject({ items: [], files: [{ state: 'duplicate', item: first.items[0]?.id }] });
    const item = first.items[0]?.id ?? '';
    const sha256 = first.files[0]?.sha256 ?? '';
    const part = await lead.ask(endpoints.source, { params: { item, sha256 }, headers: { range: 'bytes=2-4' } });
    expect([part.status, new TextDecoder().decode(part.value as Uint8Array), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    expect((await lead.call(endpoints.knownSources, { ...ask.project(), body: { sha256: [sha256, 'f'.repeat(64)] } })).known).toEqual([sha256]);
  });

  it('[IMPORT4] a file that arrives other than declared is not kept', async () => {
    const { import: id } = await lead.call(endpoints.startImport, ask.project());
    const sent = await lead.ask(endpoints.importFile, { params: { project, import: id }, query: { name: 'x.txt' }, body: utf8.encode('x'), headers: { 'x-content-sha256': '0'.repeat(64) } });
    expect([sent.status, sent.problem?.type]).toEqual([409, 'Damaged']);
    expect((await lead.call(endpoints.importRows, { params: { project, import: id } })).files).toEqual([]);
  });
});

describe('coming back to an import', () => {
  it('[IMPORT10] what came in is seen again, and what was cut off before cases were made of it is ended', async () => {
    const other = { params: { project: await createProject(lead) } };
    const sent = async (...names: string[]): Promise<string> => {
      const { import: id } = await lead.call(endpoints.startImport, other);
      for (const name of names) await lead.ask(endpoints.importFile, { params: { ...other.params, import: id }, query: { name }, body: utf8.encode(`The note ${name.replace(/^copy of /, '')}.`) });
      return id;
    };
    const whole = await sent('a.txt', 'b.txt', 'c.xlsx');
    await lead.call(endpoints.finishImport, { params: { ...other.params, import: whole } });
    const cut = await sent('copy of a.txt', 'd.txt');
    await lead.call(endpoints.storePicture, { ...other, body: new Uint8Array(tinyPng) }); // of an example: no import
    const listed = (await lead.call(endpoints.imports, other)).imports;
    const [newest, oldest] = listed;
    expect(listed).toHaveLength(2);
    expect(oldest).toMatchObject({ import: whole, stored: 2, duplicate: 0, refused: 1, waiting: 0, cases: 2 });
    expect(newest).toMatchObject({ import: cut, stored: 1, duplicate: 1, refused: 0, waiting: 1, cases: 0 });
    await lead.call(endpoints.finishImport, { params: { ...other.params, import: cut } });
    expect((await lead.call(endpoints.imports, other)).imports[0]).toMatchObject({ import: cut, waiting: 0, cases: 1 });
    const { files } = await lead.call(endpoints.importRows, { params: { ...other.params, import: whole } });
    expect(files.map(({ name, state }) => `${name} ${state}`)).toEqual(['a.txt stored', 'b.txt stored', 'c.xlsx refused']);
  });
});

describe('reading', () => {
  it('[READ1] required questions, also those that another answer brings up, keep a reading open until they are answered', async () => {
    const item = await noteNamed('conditions');
    await assign([item], [a]);
    await openFor(a, item);
    const mark = anAnnotation('m1', 'nodule', { kind: 'text.span', version: 1, parts: [{ start: 0, end: 4 }] } as never, { solid: 'no' });
    const submit = async (doc: Y.Doc) => a.ask(endpoints.submit, { params: { item }, body: { hash: hashOf(doc), protocolVersion: 1 } });
    const first = await submit(await write(a, readingOf(item, a), [{ type: 'add annotation', annotation: mark }]));
    expect([first.status, first.problem?.type]).toEqual([422, 'Incomplete']);
    expect(first.problem?.details).toMatchObject([{ annotation: null, attribute: 'quality' }, { annotation: 'm1', attribute: 'core' }]);
    const whole = await write(a, readingOf(item, a), [answer('yes'), { type: 'set attribute', id: 'm1', attribute: 'core', value: 'yes' } as never]);
    expect((await submit(whole)).status).toBe(200);
    expect((await submit(whole)).status).toBe(200); // the answer may have been lost on the way
    await expect(write(a, readingOf(item, a), [answer('no')])).rejects.toThrow(/refused|rejected|frozen/i);
  });

  it('[READ2] what the server does not hold yet is not submitted', async () => {
    const item = await noteNamed('out of step');
    await assign([item], [a]);
    await openFor(a, item);
    const refused = await a.ask(endpoints.submit, { params: { item }, body: { hash: '0'.repeat(64), protocolVersion: 1 } });
    expect([refused.status, refused.problem?.type]).toEqual([409, 'OutOfStep']);
    await write(a, readingOf(item, a), [answer('yes')]); // still open
  });

  it('[READ3] a reader sees and asks exactly the same whether or not the other has submitted', async () => {
    const [quiet, busy] = [await noteNamed('quiet'), await noteNamed('busy')];
    await assign([quiet, busy], [a, b]);
    const before = await everythingSeen(b, [quiet, busy]);
    await readAndSubmit(a, busy);
    expect(await everythingSeen(b, [quiet, busy])).toEqual(before);
    const work = await lead.call(endpoints.work, ask.project());
    expect(work.items.find(({ id }) => id === busy)?.readers.map(({ state }) => state)).toEqual(['submitted', 'assigned']);
    await readAndSubmit(b, busy);
    expect((await lead.call(endpoints.item, { params: { item: busy } })).phase).toBe('compared');
    expect((await a.call(endpoints.item, { params: { item: busy } })).phase).toBe('reading');
    expect((await a.ask(endpoints.comparison, { params: { item: busy } })).status).toBe(404);
    await lead.call(endpoints.reveal, { params: { item: busy } });
    expect((await a.call(endpoints.item, { params: { item: busy } })).phase).toBe('revealed');
    expect((await a.call(endpoints.comparison, { params: { item: busy } })).comparison.readers.length).toBe(2);
  });

  it('[READ4] of another’s reading, an item of others and one that never was, the answers are the same', async () => {
    const item = await noteNamed('hidden');
    await assign([item], [a]);
    const [theirs, never] = [await b.ask(endpoints.item, { params: { item } }), await b.ask(endpoints.item, { params: { item: 'neverwas' } })];
    expect([theirs.status, theirs.problem]).toEqual([404, never.problem]);
    const pulled = await b.call(endpoints.pull, { body: { documents: [{ name: readingOf(item, a), stateVector: '' }, { name: 'reading/neverwas/nobody', stateVector: '' }] } });
    expect(pulled.documents.map(({ update, seq }) => [update, seq])).toEqual([[null, 0], [null, 0]]);
    const [one, other] = [await b.ask(endpoints.authors, { query: { name: readingOf(item, a) } }), await b.ask(endpoints.authors, { query: { name: 'reading/neverwas/nobody' } })];
    expect([one.status, one.problem]).toEqual([404, other.problem]);
  });

  it('[READ5] who has an item of their own to read learns as a lead no more of it than any reader', async () => {
    const item = await noteNamed('leads read too');
    await assign([item], [a, lead]);
    await readAndSubmit(a, item);
    const row = async () => (await lead.call(endpoints.work, ask.project())).items.find(({ id }) => id === item);
    expect(await row()).toMatchObject({ phase: 'reading', readers: [{ id: lead.me.user.id }] });
    const { rows } = await lead.call(endpoints.audit, ask.project());
    expect(rows.filter(({ target, actor }) => target.includes(item) && actor !== lead.me.user.id)).toEqual([]);
    await readAndSubmit(lead, item);
    expect(await row()).toMatchObject({ phase: 'compared' });
  });
});

/** All that a reader can ask about their work, as one value. */
async function everythingSeen(reader: Signed, items: string[]) {
  const answers: { status: number; value?: unknown; problem?: unknown }[] = [await reader.ask(endpoints.queue, ask.project()), await reader.ask(endpoints.project, ask.project()), await reader.ask(endpoints.names, ask.project()), await reader.ask(endpoints.sessions, ask.project())];
  for (const item of items) {
    answers.push(await reader.ask(endpoints.item, { params: { item } }), await reader.ask(endpoints.comparison, { params: { item } }));
  }
  return answers.map(({ status, value, problem }) => ({ status, value, problem }));
}

describe('the queue', () => {
  it('[QUEUE1] two who take at once never get the last place of one item, and what is given back is free again', async () => {
    const common = await createProject(lead, { queue: 'take-next', readersPerItem: 1 });
    const readers = [await join(lead, common, 'annotator', 'Taker 1'), await join(lead, common, 'annotator', 'Taker 2')];
    await importFiles(lead, common, [{ name: 'only.txt', bytes: utf8.encode('The only one.') }]);
    const take = async (reader: Signed): Promise<Item | null> => (await reader.call(endpoints.takeNext, { params: { project: common } })).item;
    const taken = await Promise.all(readers.map(take));
    const winner = taken[0] === null ? 1 : 0;
    expect(taken.filter((item) => item !== null).length).toBe(1);
    await readers[winner]!.call(endpoints.giveBack, { params: { item: taken[winner]!.id }, body: { why: 'too blurred' } });
    expect((await readers[winner]!.call(endpoints.queue, { params: { project: common } })).items).toEqual([]);
    expect((await take(readers[1 - winner]!))?.id).toBe(taken[winner]!.id);
  });
});

describe('the trail', () => {
  it('[TRAIL1] everything above stands in the audit log, and its chain is whole', async () => {
    const verified = await lead.call(endpoints.verifyAudit);
    expect(verified).toMatchObject({ isIntact: true });
    expect(verified.rows).toBeGreaterThan(40);
    const actions = new Set((await lead.call(endpoints.audit, { ...ask.project(), query: { limit: '500' } })).rows.map(({ action }) => action));
    for (const action of ['project.created', 'people.invited', 'people.joined', 'protocol.published', 'data.imported', 'work.assigned', 'reading.opened', 'reading.submitted', 'item.compared', 'item.revealed'])
      expect([action, actions.has(action)]).toEqual([action, true]);
    expect((await a.ask(endpoints.audit, ask.project())).status).toBe(403);
    expect((await stranger.ask(endpoints.audit, ask.project())).status).toBe(404);
  });

  it('[TRAIL2] a lead who looks at a submitted reading before the reveal is written down', async () => {
    const item = await noteNamed('looked at');
    await assign([item], [a, b]);
    await readAndSubmit(a, item);
    const pulled = await lead.call(endpoints.pull, { body: { documents: [{ name: readingOf(item, a), stateVector: '' }] } });
    expect(pulled.documents[0]?.update).not.toBeNull();
    const { rows } = await lead.call(endpoints.audit, ask.project());
    expect(rows[0]).toMatchObject({ action: 'document.read-before-reveal', actor: lead.me.user.id, target: readingOf(item, a) });
  });

  it('[TRAIL8] an administrator takes the whole of it out as a file that is checked by itself, but not while reading blind', async () => {
    const { token } = await lead.call(endpoints.createToken, { body: { name: 'the auditor' } });
    const folder = await mkdtemp(path(tmpdir(), 'consilium-trail-'));
    const take = (name: string) => consilium(['audit', 'export', path(folder, name), '--url', server.url, '--token', token]);
    try {
      const { stdout } = await take('whole.json');
      const verified = JSON.parse((await consilium(['audit', 'verify', path(folder, 'whole.json')])).stdout);
      expect(verified).toMatchObject({ ok: true, lines: JSON.parse(stdout).lines, signedUpTo: JSON.parse(stdout).lines });
      const { rows } = JSON.parse(await readFile(path(folder, 'whole.json'), 'utf8'));
      expect(rows.at(-1)).toMatchObject({ action: 'audit.exported', actor_id: lead.me.user.id });
      for (const [who, status] of [[a, 403], [stranger, 403]] as const) expect((await who.ask(endpoints.exportAudit)).status).toBe(status);
      const item = await noteNamed('that the administrator reads too');
      await assign([item], [a, lead]);
      expect(await lead.ask(endpoints.exportAudit)).toMatchObject({ status: 403, problem: { message: expect.stringContaining('cases that you still read') } });
      await expect(take('refused.json')).rejects.toMatchObject({ stderr: expect.stringContaining('cases that you still read') });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
