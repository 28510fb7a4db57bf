import type { UserId } from '@consilium/shared/domain/ids.ts';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { expectOk, ok } from '@consilium/shared/kernel/result.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import type { Session } from '@consilium/shared/wire/rest/sessions.ts';
import { assign } from '@consilium/server/work/assign.ts';
import { hashOfValues, storedComparison, valuesOf } from '@consilium/server/work/compared-item.ts';
import { createProject } from '@consilium/server/work/create-project.ts';
import { finishImport } from '@consilium/server/work/finish-import.ts';
import { importFile, startImport } from '@consilium/server/work/import-file.ts';
import { openItem } from '@consilium/server/work/open-item.ts';
import { publishContent } from '@consilium/server/work/publish-protocol.ts';
import type { Services, SignedIn } from '@consilium/server/work/services.ts';
import { joinSession } from '@consilium/server/work/sessions.ts';
import { openSession } from '@consilium/server/work/sessions-open.ts';
import { submit } from '@consilium/server/work/submit.ts';
import { anAnnotation, aProtocol, aSpan } from './readings.ts';
import { openServices } from './services.ts';

/** A project of notes with a lead and two annotators, on the services themselves: no HTTP, so that what they are given may fail or wait. */
export interface NoteWorld {
  readonly services: Services;
  readonly lead: SignedIn;
  readonly ana: SignedIn;
  readonly boris: SignedIn;
  readonly project: string;
  /** A note that these read, and have opened. @returns the item */
  noteFor(...readers: readonly SignedIn[]): Promise<string>;
  /** Adds an annotation to a document, as the server does. */
  mark(document: string, label?: string): Promise<void>;
  hashNow(document: string): Promise<string>;
  submitNow(reader: SignedIn, item: string): ReturnType<typeof submit>;
  /** A session over a note that two have read differently, in which they sit. @returns a row of its comparison too */
  panel(): Promise<{ session: Session; item: string; row: string }>;
  close(): Promise<void>;
}

export async function openNoteWorld(env: Readonly<Record<string, string>> = {}): Promise<NoteWorld> {
  const open = await openServices(env);
  const { services } = open;
  const admin = await open.person('admin', true);
  const project = expectOk(await createProject(services, admin, { name: 'Notes', objective: { question: '', detail: '' }, modalities: ['text'], plan: { ...defaultPlan, readersPerItem: 2 } }), 'project').id;
  const member = async (id: string, role: string): Promise<SignedIn> => {
    const person = await open.person(id);
    await services.db.insertInto('memberships').values({ project_id: project, user_id: id as UserId, role, created_at: services.clock() }).execute(); // just made
    return person;
  };
  const [lead, ana, boris] = [await member('lead', 'lead'), await member('ana', 'annotator'), await member('boris', 'annotator')];
  expectOk(await publishContent(services, lead.id, project, aProtocol(), ''), 'protocol');
  let made = 0;
  const world: NoteWorld = {
    services, lead, ana, boris, project,
    async noteFor(...readers) {
      const { import: id } = expectOk(await startImport(services, lead, project), 'an import');
      const bytes = new TextEncoder().encode(`Some text of note ${made}`);
      expectOk(await importFile(services, lead, { project, import: id, name: `note ${made++}.txt`, declaredSha256: null, read: async () => ok(bytes) }), 'a file');
      const item = expectOk(await finishImport(services, lead, project, id), 'items').items[0]!.id;
      expectOk(await assign(services, lead, project, { items: [item], readers: readers.map((reader) => reader.id), readersNeeded: readers.length, blinding: 'blind' }), 'assignments');
      for (const reader of readers) expectOk(await openItem(services, reader, item, 1), 'opened');
      return item;
    },
    async mark(document, label = 'nodule') {
      const item = document.split('/')[1]!;
      const { sha256 } = await services.db.selectFrom('item_sources').select('sha256').where('item_id', '=', item).executeTakeFirstOrThrow();
      const annotation = { ...anAnnotation(`mark-${made++}`, label, aSpan(0, 4)), source: sha256 };
      await services.relay.write(document, (doc) => applyOps(doc, [{ type: 'add annotation', annotation: annotation as never }], 'test'), 'server'); // its source is this note's
    },
    hashNow: async (document) => hashOfValues(await valuesOf(services, document)),
    submitNow: async (reader, item) => submit(services, reader, item, { hash: await world.hashNow(`reading/${item}/${reader.id}`), protocolVersion: 1 }),
    async panel() {
      const item = await world.noteFor(ana, boris);
      for (const [reader, label] of [[ana, 'nodule'], [boris, 'mass']] as const) {
        await world.mark(`reading/${item}/${reader.id}`, label);
        expectOk(await world.submitNow(reader, item), 'submitted');
      }
      const session = expectOk(await openSession(services, lead, project, { name: `Panel ${made}`, items: [item], rule: { rule: 'majority', quorum: 1 } }), 'a session');
      for (const reader of [ana, boris]) expectOk(await joinSession(services, reader, session.id), 'joined');
      return { session, item, row: (await storedComparison(services, item))!.comparison.rows[0]!.id };
    },
    close: () => open.close(),
  };
  return world;
}
