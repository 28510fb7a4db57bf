import { createHash } from 'node:crypto';
import { applyOps } from '@consilium/shared/document/apply.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId, AttributeId } from '@consilium/shared/domain/ids.ts';
import { type Bundle, readBundle } from '@consilium/shared/formats/bundle.ts';
import { unzip } from '@consilium/shared/formats/zip.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import * as Y from 'yjs';
import { addPlaceholderAccount } from './placeholder-account.ts';
import { mayCreateProjects } from './creators.ts';
import { insertBundle, picturesHeld } from './insert-bundle.ts';
import { type Answer, forbidden, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';
import { writeDraft } from './write-draft.ts';

const mostUnpackedBytes = 4 * 2 ** 30;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Makes a project of a bundle, with equal values: readings, consensus, comparisons, decisions, rounds, signatures. Ids stay what they
 * were; where one is taken here, items, sessions and the project get new ones. People who are here stay themselves, the others become
 * accounts that cannot sign in. A damaged bundle is refused before anything is written.
 */
export async function importBundle(services: Services, person: SignedIn, bytes: Uint8Array): Answer<{ project: string; items: number }> {
  const allowed = await mayImportBundles(services, person);
  if (!allowed.ok) return allowed;
  const files = unzip(bytes, mostUnpackedBytes);
  if (!files.ok) return refuse(422, 'BadBundle', `This is not a bundle that can be read: ${files.error.message}. Nothing was imported.`);
  const first = readBundle(files.value, sha256);
  if (!first.ok) return refuse(422, 'BadBundle', `The bundle is refused: ${first.error.message}. Nothing was imported; export it again where it came from.`);
  const renamed = readBundle(files.value, sha256, await renaming(services, first.value));
  if (!renamed.ok) throw new Error(`a bundle that could be read cannot be read again: ${renamed.error.message}`);
  const bundle = renamed.value;
  for (const item of bundle.items) for (const source of item.sources) await services.blobs.put(bundle.sources.get(source.sha256)!, source.mediaType);
  for (const { sha256: hash, mediaType } of picturesHeld(bundle)) await services.blobs.put(bundle.sources.get(hash)!, mediaType); // held: it is among the sources
  for (const { id, name } of bundle.project.people) await addPlaceholderAccount(services, id, name);
  await writeDocuments(services, bundle);
  await insertBundle(services, person, bundle);
  await freezeDocuments(services, bundle);
  services.changes.announce({ userId: person.id });
  return ok({ project: bundle.project.id, items: bundle.items.length });
}

/** To be asked before the bundle is read, too. */
export async function mayImportBundles(services: Services, person: SignedIn): Answer<true> {
  return (await mayCreateProjects(services, person)) ? ok(true) : forbidden('Bundles are imported by administrators and by those who lead a project already.');
}

/** New ids for the project, items and sessions where any of them is taken; as a rewriting of JSON text, whole quoted or path parts only. */
async function renaming({ db, newId }: Services, { project, items, sessions }: Bundle): Promise<(json: string) => string> {
  const ids = [project.id, ...items.map((item) => item.id), ...sessions.map((session) => session.id)];
  const taken = await Promise.all([
    db.selectFrom('projects').select('id').where('id', '=', project.id).execute(),
    ...items.map((item) => db.selectFrom('items').select('id').where('id', '=', item.id).execute()),
    ...sessions.map((session) => db.selectFrom('sessions').select('id').where('id', '=', session.id).execute()),
  ]);
  if (taken.every((rows) => rows.length === 0)) return (json) => json;
  const newIds = new Map(ids.map((id) => [id, newId()]));
  return (json) => json.replace(/"([A-Za-z0-9_-]{1,64})"/g, (whole, id: string) => (newIds.has(id) ? `"${newIds.get(id)}"` : whole));
}

const base = (values: ReadingValues): Op[] => [
  ...values.annotations.map((annotation): Op => ({ type: 'add annotation', annotation })),
  ...values.relations.map((relation): Op => ({ type: 'add relation', relation })),
  ...Object.entries(values.answers).map(([attribute, value]): Op => ({ type: 'set answer', attribute: attribute as AttributeId, value })), // a key of the record by attribute id
];

/** The documents come first: nobody can open them before the rows of their items are there. */
async function writeDocuments(services: Services, { project, items, sessions }: Bundle): Promise<void> {
  for (const item of items) {
    for (const { reader, values } of item.readings) await write(services, `reading/${item.id}/${reader}`, base(values));
    if (item.consensus === null) continue;
    const decisions = Object.entries(item.consensus.decisions).map(([row, decision]): Op => ({ type: 'set decision', row, decision: { ...decision, annotations: decision.annotations as AnnotationId[] } })); // ids of the annotations beside it
    await write(services, `consensus/${item.id}`, [...base(item.consensus.values), ...decisions]);
  }
  const newest = project.protocol.at(-1);
  if (newest !== undefined) await writeDraft(services, project.id, newest.content);
  for (const { id, document } of sessions) await services.relay.write(`session/${id}`, (doc) => Y.applyUpdate(doc, Buffer.from(document, 'base64')), 'server');
}

async function write({ relay }: Services, document: string, ops: readonly Op[]): Promise<void> {
  if (ops.length > 0) await relay.write(document, (doc) => applyOps(doc, ops, 'server'), 'server');
}

async function freezeDocuments({ relay }: Services, { items }: Bundle): Promise<void> {
  for (const item of items) {
    for (const { reader } of item.readings) await relay.freeze(`reading/${item.id}/${reader}`, true);
    if (item.phase === 'signed') await relay.freeze(`consensus/${item.id}`, true);
  }
}
