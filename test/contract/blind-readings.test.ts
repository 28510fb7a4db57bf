import { createHash } from 'node:crypto';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import { connected, makeAuthority } from '@consilium/server/access/authority.ts';
import { assign } from '@consilium/server/work/assign.ts';
import { readComparison } from '@consilium/server/work/compare-item.ts';
import { editProject } from '@consilium/server/work/edit-project.ts';
import { bundleEntries } from '@consilium/server/work/export-bundle.ts';
import { openItem } from '@consilium/server/work/open-item.ts';
import { queueOf } from '@consilium/server/work/queue.ts';
import { readAudit, verifyAuditTrail } from '@consilium/server/work/read-audit.ts';
import { readProject } from '@consilium/server/work/read-projects.ts';
import { reveal, revealIn } from '@consilium/server/work/reveal.ts';
import type { Services, SignedIn } from '@consilium/server/work/services.ts';
import { submit } from '@consilium/server/work/submit.ts';
import { takeNext } from '@consilium/server/work/take-next.ts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aNotesProject, type NotesProject } from '../harness/notes-project.ts';
import { anAnnotation, aSpan } from '../harness/readings.ts';
import { type OpenServices, openServices } from '../harness/services.ts';
import { environmentOn, storageAdapters, type TestDatabase } from './storage-adapters.ts';

const minute = 60_000;

describe.each(storageAdapters)('blind readings, on $name', ({ name, make }) => {
  let database: TestDatabase;
  let open: OpenServices;
  let notes: NotesProject;
  /** with a clock that the test moves */
  let services: Services;
  let later = 0;
  let [ana, boris] = [] as unknown as [SignedIn, SignedIn];
  let [first, second] = ['', ''];

  beforeEach(async () => {
    database = await make();
    open = await openServices(name === 'postgres' ? environmentOn(database) : {});
    later = 0;
    services = { ...open.services, clock: () => new Date(Date.now() + later).toISOString() };
    notes = await aNotesProject({ ...open, services });
    expectOk(await editProject(services, notes.lead, notes.project, { plan: { ...defaultPlan, readersPerItem: 2, queue: 'take-next', reservationMinutes: 30 } }), 'plan');
    [ana, boris] = [await notes.member('ana'), await notes.member('boris')];
    const { items } = await notes.bring({ 'a.txt': 'one note', 'b.txt': 'another' });
    [first, second] = [items[0]!.id, items[1]!.id]; // two notes, two cases
  });
  afterEach(async () => {
    await open.close();
    await database.discard();
  });

  const take = async (person: SignedIn) => expectOk(await takeNext(services, person, notes.project), 'take').item?.id;
  const give = async (person: SignedIn, item: string, readersNeeded = 2, blinding: 'blind' | 'open' = 'blind') =>
    expectOk(await assign(services, notes.lead, notes.project, { items: [item], readers: [person.id], readersNeeded, blinding }), 'assign');
  const openAs = (person: SignedIn, item: string) => openItem(services, person, item, 1);
  const valuesOf = async (person: SignedIn, item: string) => readDocument(await services.relay.read(`reading/${item}/${person.id}`));
  const handIn = async (person: SignedIn, item: string) => submit(services, person, item, { hash: createHash('sha256').update(contentToHash(await valuesOf(person, item))).digest('hex'), protocolVersion: 1 });
  async function readAndHandIn(person: SignedIn, item: string): Promise<void> {
    expectOk(await openAs(person, item), 'open');
    const { sha256 } = await services.db.selectFrom('item_sources').select('sha256').where('item_id', '=', item).executeTakeFirstOrThrow();
    const annotation = { ...anAnnotation('mark', 'nodule', aSpan(0, 3)), source: sha256 as never }; // a hash by our own hand
    await services.relay.write(`reading/${item}/${person.id}`, (doc) => applyOps(doc, [{ type: 'add annotation', annotation }], 'server'), person.id);
    expectOk(await handIn(person, item), 'submit');
  }
  const grantOf = (person: SignedIn, document: string, by: Services = services) =>
    makeAuthority(by, { visitOf: async () => undefined, visitWith: async () => undefined, isAlive: async () => true }, { give: async () => '', take: async () => undefined }).grant(connected({ person, key: 'a visit' }), document);
  const looks = async () => services.db.selectFrom('audit_log').select(['actor_id', 'action', 'target']).where('action', 'like', '%.read-before-reveal').orderBy('seq').execute();

  it('[READ8] a reservation that ran out is not taken up again after the reveal', async () => {
    const rita = await notes.member('rita');
    expect(await take(rita)).toBe(first);
    later = 31 * minute;
    expect(expectOk(await queueOf(services, rita, notes.project), 'queue').items).toEqual([]);
    for (const reader of [ana, boris]) {
      expect(await take(reader)).toBe(first);
      await readAndHandIn(reader, first);
    }
    expectOk(await reveal(services, notes.lead, first), 'reveal');
    expectOk(await readComparison(services, rita, first), 'she sees what the others made of it');
    const hers = services.db.selectFrom('assignments').select(['state', 'reserved_until']).where('item_id', '=', first).where('user_id', '=', rita.id);
    expect(await hers.executeTakeFirst()).toEqual({ state: 'returned', reserved_until: null });
    await services.db.updateTable('assignments').set({ reserved_until: services.clock() }).where('item_id', '=', first).where('user_id', '=', rita.id).execute(); // as older versions left it
    expect(await openAs(rita, first)).toMatchObject({ ok: false, error: { status: 404 } });
    expect((await grantOf(rita, `reading/${first}/${rita.id}`)).write).toBeUndefined();
    expect(await handIn(rita, first)).toMatchObject({ ok: false });
    expect((await hers.executeTakeFirst())?.state).toBe('returned');
  });

  it('[READ8] a case that is revealed while somebody opens it is not open afterwards', async () => {
    await give(ana, first, 1);
    await readAndHandIn(ana, first);
    await give(boris, first, 1);
    const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const revealing = services.db.transaction().execute(async (tx) => {
      expectOk(await revealIn(services, tx, notes.lead.id, notes.project, first), 'reveal');
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const opening = openAs(boris, first);
    const waiting = async () => Number((await sql<{ n: string }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(services.db)).rows[0]?.n);
    if (name === 'postgres') await expect.poll(waiting, { timeout: 4000, interval: 10 }).toBe(1); // SQLite has one writer
    release.resolve();
    await revealing;
    expect(await opening).toMatchObject({ ok: false, error: { status: 404 } });
    expect(await services.db.selectFrom('assignments').select('state').where('user_id', '=', boris.id).execute()).toEqual([{ state: 'returned' }]);
  });

  it('[READ9] a case is not taken, and not opened when it was given or had been reserved, by who has looked at what another made of it', async () => {
    const judge = await notes.member('judge', 'adjudicator');
    expect(await take(ana)).toBe(first);
    await readAndHandIn(ana, first);
    expect((await grantOf(judge, `reading/${first}/${ana.id}`)).mayRead).toBe(true);
    expect(await take(judge)).toBe(second);
    await give(judge, first);
    expect(await openAs(judge, first)).toMatchObject({ ok: false, error: { status: 409, type: 'NotBlind' } });
    expect(await handIn(judge, first)).toMatchObject({ ok: false });
    expectOk(await openAs(judge, second), 'the other, of which nothing was seen');
    await give(judge, first, 2, 'open');
    expectOk(await openAs(judge, first), 'one that is read openly');
  });

  it('[READ9] a reservation that ran out is not taken up again by who has looked meanwhile', async () => {
    const judge = await notes.member('judge', 'adjudicator');
    expect(await take(judge)).toBe(first);
    await give(ana, first);
    await readAndHandIn(ana, first);
    expect((await grantOf(judge, `reading/${first}/${ana.id}`)).mayRead, 'while it is reserved').toBe(false);
    later = 31 * minute;
    expectOk(await queueOf(services, judge, notes.project), 'queue');
    expect((await grantOf(judge, `discussion/${first}/${ana.id}`)).mayRead).toBe(true);
    expect(await openAs(judge, first)).toMatchObject({ ok: false, error: { type: 'NotBlind' } });
  });

  it('[READ9] [TRAIL10] to look at the comparison before the reveal is written down, and is a look', async () => {
    await give(ana, first, 1);
    await readAndHandIn(ana, first);
    const judge = await notes.member('judge', 'adjudicator');
    const read = async () => expectOk(await readComparison(services, judge, first), 'comparison');
    await read();
    await read();
    expect(await looks()).toEqual([{ actor_id: judge.id, action: 'comparison.read-before-reveal', target: `item/${first}` }]);
    await give(judge, first);
    expect(await openAs(judge, first)).toMatchObject({ ok: false, error: { type: 'NotBlind' } });
    expectOk(await reveal(services, notes.lead, first), 'reveal');
    expectOk(await readComparison(services, notes.lead, first), 'after the reveal');
    expect(await looks()).toHaveLength(1);
  });

  it('[TRAIL10] nobody is shown anything by a line that could not be written: the next try writes it', async () => {
    await give(ana, first);
    await readAndHandIn(ana, first);
    let fails = 1;
    const audit: Services['audit'] = { ...services.audit, record: (...line) => (fails-- > 0 ? Promise.reject(new Error('the disk is full')) : services.audit.record(...line)) };
    const ask = () => grantOf(notes.lead, `reading/${first}/${ana.id}`, { ...services, audit });
    await expect(ask()).rejects.toThrow('the disk is full');
    expect(await looks()).toEqual([]);
    const grants = await Promise.all([ask(), ask()]);
    expect([...grants, await ask()].map(({ mayRead }) => mayRead)).toEqual([true, true, true]);
    expect(await looks(), 'one line a minute says enough').toEqual([{ actor_id: notes.lead.id, action: 'document.read-before-reveal', target: `reading/${first}/${ana.id}` }]);
  });

  it('[READ5] [TRAIL9] a lead who reads blind is told the same by every count, number and hash, whatever the others do', async () => {
    const { lead, project } = notes;
    for (const reader of [lead, ana, boris]) await give(reader, first);
    expectOk(await openAs(lead, first), 'open');
    const told = async () => ({
      progress: expectOk(await readProject(services, lead, project), 'project').progress,
      newest: expectOk(await readAudit(services, lead, project, { limit: '1' }), 'audit').rows,
      all: expectOk(await readAudit(services, lead, project, {}), 'audit').rows,
      older: expectOk(await readAudit(services, lead, project, { before: '4', limit: '2' }), 'audit').rows.map(({ seq }) => seq),
      verified: expectOk(await verifyAuditTrail(services, lead), 'verification'),
      bundle: await auditOfBundle(services, project, lead),
    });
    const before = await told();
    expect(before).toMatchObject({ progress: { reading: 2, compared: 0 }, newest: [{ action: 'reading.opened', hash: null }], older: [3, 2], verified: { isIntact: true, rows: null, head: null }, bundle: { auditHead: null } });
    expect(before.all.map(({ seq }) => seq)).toEqual(before.all.map((_, i) => before.all.length - i));
    await readAndHandIn(ana, first);
    expect(await told()).toEqual(before);
    await readAndHandIn(boris, first);
    expect(await told()).toEqual(before);
    await readAndHandIn(lead, first);
    const last = await services.db.selectFrom('audit_log').select(['seq', 'hash']).orderBy('seq', 'desc').executeTakeFirstOrThrow();
    const head = { seq: Number(last.seq), hash: last.hash };
    expect(await told()).toMatchObject({ progress: { reading: 1, compared: 1 }, newest: [head], verified: { rows: head.seq, head: head.hash }, bundle: { auditHead: head } });
  });
});

/** What of a bundle comes from the audit trail. */
async function auditOfBundle(services: Services, project: string, person: SignedIn): Promise<{ lines: string; auditHead: unknown }> {
  const files = new Map<string, string>();
  for await (const { path, bytes } of bundleEntries(services, project, person)) files.set(path, new TextDecoder().decode(bytes));
  return { lines: files.get('audit.jsonl') ?? '', auditHead: JSON.parse(files.get('manifest.json') ?? '{}').auditHead };
}
