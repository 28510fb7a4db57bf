import { applyOps } from '@consilium/shared/document/apply.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Role } from '@consilium/shared/domain/people.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { addPlaceholderAccount } from './placeholder-account.ts';
import { demonstrationFiles, demonstrationFindings, readByBoth } from '../ingest/samples/demonstration.ts';
import { assign } from './assign.ts';
import { hashOfValues, valuesOf } from './compared-item.ts';
import { createProject } from './create-project.ts';
import { mayCreateProjects, mayNotCreate } from './creators.ts';
import { type DemonstrationItem, type DemonstrationReader, demonstrationReading } from './demonstration-readings.ts';
import { demonstrationProtocol } from './demonstration-protocol.ts';
import { finishImport } from './finish-import.ts';
import { importFile, startImport } from './import-file.ts';
import { openItem } from './open-item.ts';
import { publishProtocol } from './publish-protocol.ts';
import { type Answer, type Refusal, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';
import { submit } from './submit.ts';
import { writeDraft } from './write-draft.ts';

const projectFields = {
  name: 'Chest and notes demonstration',
  objective: { question: 'Which cases need follow-up, and on what grounds?', detail: 'Nodules, masses and opacities on images; findings, diagnoses, symptoms and medication in notes.' },
  modalities: ['imaging', 'text'],
  plan: { readersPerItem: 2, blinding: 'blind' as const, queue: 'assigned' as const, reservationMinutes: 120 },
};

/**
 * Makes the demonstration project by the same ways people go: protocol published from its draft, files imported, items assigned,
 * readings opened, written and submitted. Some items are compared and ready for a session, the others wait for the person who asked.
 * Where there is one already, gives that.
 */
export async function createDemonstration(services: Services, person: SignedIn): Answer<{ project: string }> {
  if (!(await mayCreateProjects(services, person))) return mayNotCreate();
  const there = await services.db.selectFrom('settings').select('value').where('key', '=', 'demonstration').executeTakeFirst();
  if (there !== undefined) return refuse(409, 'AlreadyThere', 'The demonstration project is here already.', { project: there.value });
  const created = await createProject(services, person, projectFields);
  if (!created.ok) return created;
  const project = created.value.id;
  try {
    await furnish(services, person, project);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.refusal };
    throw error;
  }
  return ok({ project });
}

async function furnish(services: Services, person: SignedIn, project: string): Promise<void> {
  await writeDraft(services, project, demonstrationProtocol);
  value(await publishProtocol(services, person, project, 'The protocol of the demonstration'));
  const readerA = await addPerson(services, person, project, 'Reader A', 'annotator');
  const readerB = await addPerson(services, person, project, 'Reader B', 'annotator');
  await addPerson(services, person, project, 'Chair', 'adjudicator');
  const items = await importItems(services, person, project);
  const [compared, waiting] = [items.slice(0, readByBoth), items.slice(readByBoth)];
  const wanted = { readersNeeded: 2, blinding: 'blind' } as const;
  value(await assign(services, person, project, { ...wanted, items: compared.map((item) => item.id), readers: [readerA.id, readerB.id] }));
  value(await assign(services, person, project, { ...wanted, items: waiting.map((item) => item.id), readers: [person.id, readerA.id] }));
  for (const [at, item] of items.entries()) {
    await read(services, readerA, 'Reader A', item, at);
    if (at < readByBoth) await read(services, readerB, 'Reader B', item, at);
  }
  await services.db.insertInto('settings').values({ key: 'demonstration', value: project }).onConflict((conflict) => conflict.doNothing()).execute();
}

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function value<T>(answer: { ok: true; value: T } | { ok: false; error: Refusal }): T {
  if (answer.ok) return answer.value;
  throw new Refused(answer.error);
}

/** A person named by role, who cannot sign in. */
async function addPerson(services: Services, person: SignedIn, project: string, name: string, role: Role): Promise<SignedIn> {
  const id = services.newId() as UserId; // just made for this account
  await addPlaceholderAccount(services, id, name);
  await services.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('memberships').values({ project_id: project, user_id: id, role, created_at: services.clock() }).execute();
    await services.audit.record(transaction, { actorId: person.id, action: 'person.added', projectId: project, target: `person/${id}`, new: { name, role, why: 'demonstration' } });
  });
  return { id, name, email: '', isAdministrator: false };
}

/** In the order of the files. */
async function importItems(services: Services, person: SignedIn, project: string): Promise<DemonstrationItem[]> {
  const started = value(await startImport(services, person, project));
  for (const { name, bytes } of demonstrationFiles()) {
    const file = value(await importFile(services, person, { project, import: started.import, name, declaredSha256: null, read: async () => ok(bytes) }));
    if (file.state === 'refused') throw new Error(`the demonstration's own file ${name} was refused: ${file.message}`);
  }
  const made = value(await finishImport(services, person, project, started.import));
  const names = new Set<string>(demonstrationFiles().map(({ name }) => name.split('/')[0]!));
  const items: DemonstrationItem[] = [];
  for (const name of names) {
    const id = made.files.find((file) => file.name.split('/')[0] === name)?.item;
    if (id === null || id === undefined) throw new Error(`the demonstration's own file ${name} became no item`);
    const row = await services.db.selectFrom('items').select('meta').where('id', '=', id).executeTakeFirstOrThrow();
    const sources = await services.db.selectFrom('item_sources').select('sha256').where('item_id', '=', id).orderBy('position').execute();
    items.push({ id, meta: JSON.parse(row.meta), sources: sources.map((source) => source.sha256), findings: demonstrationFindings.filter((finding) => finding.item === name) });
  }
  return items;
}

async function read(services: Services, reader: SignedIn, name: DemonstrationReader, item: DemonstrationItem, start: number): Promise<void> {
  value(await openItem(services, reader, item.id, 1));
  const { annotations, answers } = demonstrationReading(item, name, start);
  const ops: Op[] = annotations.map((annotation) => ({ type: 'add annotation', annotation }));
  for (const [attribute, answer] of Object.entries(answers)) ops.push({ type: 'set answer', attribute: attribute as keyof typeof answers, value: answer }); // keys of the record
  const document = `reading/${item.id}/${reader.id}`;
  await services.relay.write(document, (doc) => applyOps(doc, ops, 'server'), reader.id);
  const hash = hashOfValues(await valuesOf(services, document));
  value(await submit(services, reader, item.id, { hash, protocolVersion: 1 }));
}
