import { applyOps } from '@consilium/shared/document/apply.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { BlindingSchema } from '@consilium/shared/domain/item.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { readText } from '../ingest/read-text.ts';
import { isStandoff, standoffToReading } from '../ingest/standoff.ts';
import { assign } from './assign.ts';
import { hashOfValues, protocolOf, valuesOf } from './compared-item.ts';
import { removeSources } from './erase-rows.ts';
import { addImportedReader } from './imported-reader.ts';
import { missingAnswers } from './missing-answers.ts';
import { openItem } from './open-item.ts';
import type { Services, SignedIn } from './services.ts';
import { submit } from './submit.ts';

type Protocol = NonNullable<Awaited<ReturnType<typeof protocolOf>>>;

/** A file of standoff annotations that was stored, and the note beside it. */
interface Standoff {
  readonly row: number;
  readonly name: string; // with its folders
  readonly sha256: string;
}

/**
 * Readings that came as brat standoff (`x.ann` beside `x.txt`): each becomes the submitted reading of a reader named after its folder, so
 * that two folders over the same notes are two readers to be compared. What cannot be a reading is refused in its row, with the reason;
 * calling again makes nothing twice.
 */
export async function importReadings(services: Services, person: SignedIn, project: string, importId: string): Promise<void> {
  const loose = await services.db
    .selectFrom('import_files')
    .select(['id', 'name', 'sha256'])
    .where('import_id', '=', importId)
    .where('state', '=', 'stored')
    .where('item_id', 'is', null)
    .orderBy('name')
    .execute();
  const files = loose.filter((file) => isStandoff(file.name));
  if (files.length === 0) return;
  const protocol = await protocolOf(services, project);
  for (const { id, name, sha256 } of files) {
    if (sha256 === null) continue;
    const outcome = await importReading(services, person, { project, importId, protocol, file: { row: Number(id), name, sha256 } });
    await keepOutcome(services, { row: Number(id), name, sha256 }, outcome);
  }
}

/** `item`: of the note it is about; with that item its words are erased. */
type Outcome = { readonly ok: true; readonly item: string; readonly message: string } | { readonly ok: false; readonly item: string | null; readonly message: string };
const refused = (message: string, item: string | null = null): Outcome => ({ ok: false, item, message });

/** Whoever ended the same import at the same moment finds the reading made: that is no refusal, whichever is written first. Bytes that belong to no note are not kept. */
async function keepOutcome(services: Services, { row, sha256 }: Standoff, { ok: isRead, item, message }: Outcome): Promise<void> {
  const ours = services.db.updateTable('import_files').where('id', '=', row);
  if (isRead) return void (await ours.set({ state: 'stored', item_id: item, message }).execute());
  const isLoose = ours.where('state', '=', 'stored').where('item_id', 'is', null);
  await isLoose.set({ state: 'refused', item_id: item, message, ...(item === null ? { sha256: null } : {}) }).execute();
  if (item === null) await removeSources(services, [sha256]);
}

interface Importing {
  readonly project: string;
  readonly importId: string;
  readonly protocol: Protocol | undefined;
  readonly file: Standoff;
}

async function importReading(services: Services, person: SignedIn, { project, importId, protocol, file }: Importing): Promise<Outcome> {
  const note = await noteBeside(services, project, importId, file.name);
  if (protocol === undefined) return refused('A reading is made under a protocol: publish one first, then import this file again.', note?.item);
  if (note === undefined) return refused(`There is no note “${file.name.replace(/\.ann$/i, '.txt')}” beside it, nor one of that name in the project.`);
  if (note.phase === 'revealed' || note.phase === 'signed') return refused(`“${note.name}” is revealed already: no reading can be added.`, note.item);
  const [text, ann] = [await textOf(services, note.sha256), await textOf(services, file.sha256)];
  const { values, faults } = standoffToReading(text, ann, { protocol, source: note.sha256, key: `${note.item}/${file.sha256}` });
  const leftOut = faults.slice(0, 3).map(({ line, why }) => `line ${line}: ${why}`).join('; ');
  if (values.annotations.length === 0 && faults.length > 0) return refused(`Nothing of it can be read: ${leftOut}${faults.length > 3 ? `; and ${faults.length - 3} more` : ''}.`, note.item);
  const [missing] = missingAnswers(values, protocol.content);
  if (missing !== undefined) return refused(`It is not complete under protocol version ${protocol.version}. ${missing.message}`, note.item);
  const written = await writeReading(services, person, { project, protocol, note, reader: readerNameOf(file.name), values });
  if (written !== undefined) return refused(written.message, note.item);
  const marks = `${values.annotations.length} ${values.annotations.length === 1 ? 'mark' : 'marks'} by “${readerNameOf(file.name)}”`;
  return { ok: true, item: note.item, message: faults.length === 0 ? `${marks}.` : `${marks}; ${faults.length} of its lines left out: ${leftOut}${faults.length > 3 ? ' …' : ''}.` };
}

/** The folder that holds the file: where a corpus has a folder for each annotator, that is the annotator. */
const readerNameOf = (path: string): string => path.split('/').at(-2)?.trim() || 'Imported';

interface Note {
  readonly item: string;
  readonly name: string;
  readonly phase: string;
  readonly sha256: string;
}

/** The item of the `.txt` of the same path in this import (also where those bytes were here already), else a note of that name in the project. */
async function noteBeside({ db }: Services, project: string, importId: string, path: string): Promise<Note | undefined> {
  const stem = path.replace(/\.ann$/i, '');
  const base = db
    .selectFrom('items')
    .innerJoin('item_sources', 'item_sources.item_id', 'items.id')
    .select(['items.id as item', 'items.name', 'items.phase', 'item_sources.sha256'])
    .where('items.project_id', '=', project)
    .where('items.modality', '=', 'text');
  const beside = await db.selectFrom('import_files').select('sha256').where('import_id', '=', importId).where('name', 'in', [`${stem}.txt`, `${stem}.TXT`]).executeTakeFirst();
  if (beside?.sha256) return base.where('item_sources.sha256', '=', beside.sha256).executeTakeFirst();
  return base.where('items.name', '=', stem.split('/').at(-1) ?? stem).executeTakeFirst();
}

async function textOf({ blobs }: Services, sha256: string): Promise<string> {
  const bytes = await (await blobs.get(sha256))?.bytes();
  if (bytes === undefined || !readText(bytes).ok) throw new Error(`blob ${sha256} was text when it was stored`);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

interface Written {
  readonly project: string;
  readonly protocol: Protocol;
  readonly note: Note;
  readonly reader: string;
  readonly values: ReadingValues;
}

/** By the ways people go: assigned, opened, written, submitted. @returns why not */
async function writeReading(services: Services, person: SignedIn, { project, protocol, note, reader: name, values }: Written): Promise<Problem | undefined> {
  const reader = await addImportedReader(services, person, project, name);
  const { readers_needed: readersNeeded, blinding } = await services.db.selectFrom('items').select(['readers_needed', 'blinding']).where('id', '=', note.item).executeTakeFirstOrThrow();
  const assigned = await assign(services, person, project, { items: [note.item], readers: [reader.id], readersNeeded, blinding: BlindingSchema.parse(blinding) });
  if (!assigned.ok) return assigned.error;
  const opened = await openItem(services, reader, note.item, protocol.version);
  const alreadyRead: Problem = { type: 'AlreadyRead', message: `“${name}” has read this note already.` };
  if (!opened.ok) return alreadyRead;
  const document = `reading/${note.item}/${reader.id}`;
  try {
    await services.relay.write(document, (doc) => applyOps(doc, opsOf(values), 'server'), reader.id);
  } catch (error) {
    if (await isSubmitted(services, note.item, reader.id)) return alreadyRead; // meanwhile, by who ended the same import at the same moment
    throw error;
  }
  const submitted = await submit(services, reader, note.item, { hash: hashOfValues(await valuesOf(services, document)), protocolVersion: protocol.version });
  return submitted.ok ? undefined : submitted.error;
}

const isSubmitted = async ({ db }: Services, item: string, reader: string): Promise<boolean> =>
  (await db.selectFrom('assignments').select('state').where('item_id', '=', item).where('user_id', '=', reader).executeTakeFirst())?.state === 'submitted';

const opsOf = ({ annotations, relations }: ReadingValues): Op[] => [
  ...annotations.map((annotation): Op => ({ type: 'add annotation', annotation })),
  ...relations.map((relation): Op => ({ type: 'add relation', relation })),
];
