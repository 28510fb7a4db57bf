import { createHash } from 'node:crypto';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { ImportFile } from '@consilium/shared/wire/rest/projects.ts';
import type { Transaction } from 'kysely';
import { recognise } from '../ingest/recognise.ts';
import { isStandoff } from '../ingest/standoff.ts';
import type { Database } from '../storage/schema.ts';
import { actorWho } from './membership.ts';
import { type Answer, notFound, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Starts an import: an id under which files are sent. */
export async function startImport(services: Services, person: SignedIn, project: string): Answer<{ import: string }> {
  const allowed = await actorWho(services, person, project, 'data.import');
  if (!allowed.ok) return allowed;
  const id = services.newId();
  await services.db.transaction().execute((transaction) =>
    services.audit.record(transaction, { actorId: person.id, action: 'import.started', projectId: project, target: `import/${id}` }),
  );
  return ok({ import: id });
}

export interface SentFile {
  readonly project: string;
  readonly import: string;
  readonly name: string; // perhaps with folders, as the browser gives it
  readonly declaredSha256: string | null;
  readonly read: () => Answer<Uint8Array>;
}

/** Takes one file: durable when this answers, or refused with the reason. One bad file stops nothing. */
export async function importFile(services: Services, person: SignedIn, sent: SentFile): Answer<ImportFile> {
  const allowed = await mayImportInto(services, person, sent.project, sent.import);
  if (!allowed.ok) return allowed;
  if (sent.name === '' || sent.name.length > 1000) return refuse(400, 'Malformed', 'Give the file’s name, at most 1000 characters, as ?name=.');
  const bytes = await sent.read();
  if (!bytes.ok) {
    if (bytes.error.status === 413) await keepRow(services, sent, { name: sent.name, size: 0, state: 'refused', message: bytes.error.message, sha256: null, item: null });
    return bytes;
  }
  const sha256 = createHash('sha256').update(bytes.value).digest('hex');
  if (sent.declaredSha256 !== null && sent.declaredSha256.toLowerCase() !== sha256) {
    return refuse(409, 'Damaged', `“${sent.name}” arrived damaged (its SHA-256 is not the one declared). Send it again.`);
  }
  const base = { name: sent.name, size: bytes.value.length, sha256, item: null };
  const found = await recognise(bytes.value, sent.name);
  if (!found.ok) return ok(await keepRow(services, sent, { ...base, state: 'refused', message: found.error, sha256: null }));
  await services.blobs.put(bytes.value, found.value.mediaType);
  return ok(await keepRow(services, sent, { ...base, state: 'stored', message: '' }));
}

/** An import belongs to the project it was started in. */
export async function mayImportInto(services: Services, person: SignedIn, project: string, importId: string): Answer<true> {
  const allowed = await actorWho(services, person, project, 'data.import');
  if (!allowed.ok) return allowed;
  const started = await services.db.selectFrom('audit_log').select('seq').where('target', '=', `import/${importId}`).where('project_id', '=', project).limit(1).executeTakeFirst();
  return started === undefined ? notFound() : ok(true);
}

/** Writes the row, unless the same file is here already: then that is what the row says. */
async function keepRow(services: Services, sent: SentFile, file: ImportFile): Promise<ImportFile> {
  return services.db.transaction().execute(async (transaction) => {
    const there = file.sha256 === null ? undefined : await whereAlready(transaction, sent, file.sha256);
    if (there?.isThisVeryFile === true) return file; // sent again because the answer was lost
    const row: ImportFile = there === undefined ? file : { ...file, state: 'duplicate', message: there.message, item: there.item };
    const columns = { name: row.name, size: row.size, state: row.state, message: row.message, sha256: row.sha256, item_id: row.item };
    await transaction.insertInto('import_files').values({ import_id: sent.import, project_id: sent.project, at: services.clock(), ...columns }).execute();
    return row;
  });
}

async function whereAlready(transaction: Transaction<Database>, { project, import: importId, name }: SentFile, sha256: string) {
  if (isStandoff(name)) return isThisVeryStandoff(transaction, { importId, name, sha256 });
  const inItem = await transaction
    .selectFrom('item_sources')
    .innerJoin('items', 'items.id', 'item_sources.item_id')
    .select(['items.id', 'items.name'])
    .where('items.project_id', '=', project)
    .where('item_sources.sha256', '=', sha256)
    .executeTakeFirst();
  if (inItem !== undefined) return { message: `Already in this project, in “${inItem.name}”.`, item: inItem.id, isThisVeryFile: false };
  const inImport = await transaction.selectFrom('import_files').select(['name']).where('import_id', '=', importId).where('sha256', '=', sha256).where('state', '=', 'stored').executeTakeFirst();
  return inImport && { message: `The same as “${inImport.name}”.`, item: null, isThisVeryFile: inImport.name === name };
}

/** Two annotators may well have marked the same: equal files of different names are two readings. */
async function isThisVeryStandoff(transaction: Transaction<Database>, { importId, name, sha256 }: { importId: string; name: string; sha256: string }) {
  const same = await transaction.selectFrom('import_files').select('id').where('import_id', '=', importId).where('sha256', '=', sha256).where('name', '=', name).executeTakeFirst();
  return same && { message: '', item: null, isThisVeryFile: true };
}
