import { ok } from '@consilium/shared/kernel/result.ts';
import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import type { TextMeta } from '@consilium/shared/modalities/text/meta.ts';
import { type ImportFile, ImportFileSchema, type Plan, PlanSchema } from '@consilium/shared/wire/rest/projects.ts';
import type { Transaction } from 'kysely';
import { baseName, groupImages, type ImagingItem, type StoredImage } from '../ingest/group-images.ts';
import { readText } from '../ingest/read-text.ts';
import { isStandoff } from '../ingest/standoff.ts';
import { lockRow } from '../storage/lock-row.ts';
import type { Database } from '../storage/schema.ts';
import { mayImportInto } from './import-file.ts';
import { importReadings } from './import-readings.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

interface NewItem {
  readonly modality: 'imaging' | 'text';
  readonly name: string;
  readonly sources: ImagingItem['sources'];
  readonly meta: ImagingItem['meta'] | TextMeta;
}

interface Made {
  readonly items: { id: string; name: string; files: number }[];
  readonly files: ImportFile[];
}

/** Makes items of what was sent: a series becomes one item, in geometric order; brat annotations beside a note become its readings. Calling again makes nothing twice. */
export async function finishImport(services: Services, person: SignedIn, project: string, importId: string): Answer<Made> {
  const allowed = await mayImportInto(services, person, project, importId);
  if (!allowed.ok) return allowed;
  const groups = await groupsOf(services, importId);
  const items = await services.db.transaction().execute((transaction) => makeItems(services, transaction, { person, project, importId, groups }));
  await importReadings(services, person, project, importId);
  return ok({ items, files: await filesOf(services, importId) });
}

/** What happened to each file of an import, in the order they came. */
export async function importRows(services: Services, person: SignedIn, project: string, importId: string): Answer<{ files: ImportFile[] }> {
  const allowed = await mayImportInto(services, person, project, importId);
  return allowed.ok ? ok({ files: await filesOf(services, importId) }) : allowed;
}

async function filesOf({ db }: Services, importId: string): Promise<ImportFile[]> {
  const rows = await db.selectFrom('import_files').selectAll().where('import_id', '=', importId).orderBy('id').execute();
  return rows.map(({ name, size, state, message, sha256, item_id }) => ImportFileSchema.parse({ name, size: Number(size), state, message, sha256, item: item_id }));
}

/** One file in memory at a time: of an image only the header is kept. */
async function groupsOf(services: Services, importId: string): Promise<readonly NewItem[]> {
  const rows = await services.db
    .selectFrom('import_files')
    .select(['name', 'sha256'])
    .where('import_id', '=', importId)
    .where('state', '=', 'stored')
    .where('item_id', 'is', null)
    .orderBy('name')
    .execute();
  const images: StoredImage[] = [];
  const texts: NewItem[] = [];
  for (const { name, sha256 } of rows) {
    if (sha256 === null || isStandoff(name)) continue;
    const bytes = await (await services.blobs.get(sha256))?.bytes();
    if (bytes === undefined) throw new Error(`blob ${sha256} is gone`);
    const image = parseImage(bytes, name);
    if (image.ok) images.push({ sha256, name, image: withoutPixels(image.value) });
    else texts.push(textItem(name, sha256, bytes));
  }
  return [...groupImages(images).map((item): NewItem => ({ modality: 'imaging', ...item })), ...texts];
}

const withoutPixels = (image: StoredImage['image']): StoredImage['image'] => ({
  ...image,
  decodeFrame: () => Promise.reject(new Error('only the header was kept')), // the closure would hold the whole file
});

function textItem(name: string, sha256: string, bytes: Uint8Array): NewItem {
  const text = readText(bytes);
  if (!text.ok) throw new Error(`${sha256} was text when it was stored: ${text.error}`);
  const base = baseName(name);
  return { modality: 'text', name: base.replace(/\.(txt|md)$/i, ''), sources: [{ sha256, name: base }], meta: text.value };
}

interface Making {
  readonly person: SignedIn;
  readonly project: string;
  readonly importId: string;
  readonly groups: readonly NewItem[];
}

async function makeItems(services: Services, transaction: Transaction<Database>, { person, project, importId, groups }: Making): Promise<Made['items']> {
  await lockRow(transaction, 'projects', project); // what is loose, and which names are free, is looked up by one at a time
  const plan = await planOf(transaction, project);
  const taken = new Set((await transaction.selectFrom('items').select('name').where('project_id', '=', project).execute()).map((row) => row.name));
  const made: Made['items'] = [];
  for (const group of groups) {
    if (!(await isStillLoose(transaction, importId, group))) continue; // another finish was quicker
    const id = services.newId();
    const name = freeName(group.name, taken);
    taken.add(name);
    const columns = { project_id: project, name, modality: group.modality, meta: JSON.stringify(group.meta), phase: 'reading', blinding: plan.blinding, readers_needed: plan.readersPerItem };
    await transaction.insertInto('items').values({ id, ...columns, created_at: services.clock(), revealed_at: null, signed_at: null }).execute();
    for (const [position, source] of group.sources.entries()) {
      await transaction.insertInto('item_sources').values({ item_id: id, position, ...source }).execute();
      await transaction.updateTable('import_files').set({ item_id: id }).where('import_id', '=', importId).where('sha256', '=', source.sha256).execute();
    }
    made.push({ id, name, files: group.sources.length });
  }
  if (made.length > 0) {
    await services.audit.record(transaction, {
      actorId: person.id, action: 'data.imported', projectId: project, target: `import/${importId}`, new: { items: made.map(({ id, files }) => ({ id, files })) },
    });
  }
  return made;
}

async function planOf(transaction: Transaction<Database>, project: string): Promise<Plan> {
  const { plan } = await transaction.selectFrom('projects').select('plan').where('id', '=', project).executeTakeFirstOrThrow();
  return PlanSchema.parse(JSON.parse(plan));
}

async function isStillLoose(transaction: Transaction<Database>, importId: string, { sources }: NewItem): Promise<boolean> {
  const [first] = sources;
  const row = await transaction.selectFrom('import_files').select('id').where('import_id', '=', importId).where('sha256', '=', first?.sha256 ?? '').where('item_id', 'is', null).executeTakeFirst();
  return row !== undefined;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let next = 2; taken.has(name); next++) name = `${wanted} (${next})`;
  return name;
}
