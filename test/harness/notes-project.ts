import { createHash } from 'node:crypto';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { expectOk, ok } from '@consilium/shared/kernel/result.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import { assign } from '@consilium/server/work/assign.ts';
import { createProject } from '@consilium/server/work/create-project.ts';
import { finishImport } from '@consilium/server/work/finish-import.ts';
import { importFile, startImport } from '@consilium/server/work/import-file.ts';
import { openItem } from '@consilium/server/work/open-item.ts';
import { publishContent } from '@consilium/server/work/publish-protocol.ts';
import type { Services, SignedIn } from '@consilium/server/work/services.ts';
import { submit } from '@consilium/server/work/submit.ts';
import { anAnnotation, aProtocol, aSpan } from './readings.ts';
import type { OpenServices } from './services.ts';

export type NotesProject = Awaited<ReturnType<typeof aNotesProject>>;

/** A published project of notes over open services, with a lead: for tests of one verb at a time. */
export async function aNotesProject(open: OpenServices, name = 'Notes') {
  const { services } = open;
  const lead = await open.person(`lead of ${name}`, true);
  const made = await createProject(services, lead, { name, objective: { question: '', detail: '' }, modalities: ['text'], plan: defaultPlan });
  const project = expectOk(made, 'project').id;
  expectOk(await publishContent(services, lead.id, project, aProtocol(), ''), 'protocol');
  const join = async (person: SignedIn, role: string): Promise<SignedIn> => {
    await services.db.insertInto('memberships').values({ project_id: project, user_id: person.id, role, created_at: services.clock() }).execute();
    return person;
  };
  const send = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const { import: id } = expectOk(await startImport(services, lead, project), 'import');
    for (const [file, text] of Object.entries(files)) {
      const bytes = new TextEncoder().encode(text);
      expectOk(await importFile(services, lead, { project, import: id, name: file, declaredSha256: null, read: async () => ok(bytes) }), file);
    }
    return id;
  };
  return {
    services,
    project,
    lead,
    member: async (id: string, role = 'annotator') => join(await open.person(id), role),
    /** Files that have arrived, of which nothing is made yet. @returns the import */
    send,
    /** Files by name, and what is made of them. */
    bring: async (files: Readonly<Record<string, string>>) => expectOk(await finishImport(services, lead, project, await send(files)), 'finish'),
    /** Assigned, opened, marked and submitted. */
    async handIn(reader: SignedIn, item: string): Promise<void> {
      expectOk(await assign(services, lead, project, { items: [item], readers: [reader.id], readersNeeded: 1, blinding: 'blind' }), 'assign');
      expectOk(await openItem(services, reader, item, 1), 'open');
      const { sha256 } = await services.db.selectFrom('item_sources').select('sha256').where('item_id', '=', item).executeTakeFirstOrThrow();
      const annotation = { ...anAnnotation('mark', 'nodule', aSpan(0, 4)), source: sha256 as never }; // a hash by our own hand
      await services.relay.write(`reading/${item}/${reader.id}`, (doc) => applyOps(doc, [{ type: 'add annotation', annotation }], 'server'), reader.id);
      expectOk(await submit(services, reader, item, { hash: await hashOfReading(services, item, reader), protocolVersion: 1 }), 'submit');
    },
  };
}

async function hashOfReading(services: Services, item: string, reader: SignedIn): Promise<string> {
  const doc = await services.relay.read(`reading/${item}/${reader.id}`);
  return createHash('sha256').update(contentToHash(readDocument(doc))).digest('hex');
}
