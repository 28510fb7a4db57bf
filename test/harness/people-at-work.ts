import { createHash } from 'node:crypto';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { setEntry, setSettings } from '@consilium/shared/document/draft.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import type { Role } from '@consilium/shared/domain/people.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { defaultPlan, type Plan } from '@consilium/shared/wire/rest/projects.ts';
import * as Y from 'yjs';
import { type RestClient, signUp } from './rest-client.ts';

export type Signed = Awaited<ReturnType<typeof signUp>>;

let clients = 10_000;

/** Writes into a document as a page would: its own Yjs client, handed in over REST. @returns what the document then holds for this person */
export const write = (person: RestClient, name: string, ops: readonly Op[], doc = new Y.Doc()): Promise<Y.Doc> => change(person, name, (held) => applyOps(held, ops, 'test'), doc);

/** The same for what no op says, such as a text written together. */
export async function change(person: RestClient, name: string, make: (doc: Y.Doc) => void, doc = new Y.Doc()): Promise<Y.Doc> {
  const pulled = await person.call(endpoints.pull, { body: { documents: [{ name, stateVector: '' }] } });
  const held = pulled.documents[0]?.update;
  if (held) Y.applyUpdate(doc, Buffer.from(held, 'base64'));
  const before = Y.encodeStateVector(doc);
  doc.clientID = clients++;
  make(doc);
  const update = Buffer.from(Y.encodeStateAsUpdate(doc, before)).toString('base64');
  const { documents } = await person.call(endpoints.push, { body: { documents: [{ name, clientId: doc.clientID, update }] } });
  if (documents[0]?.isDurable !== true) throw new Error(`${name}: ${documents[0]?.reason}`);
  return doc;
}

/** SHA-256 of what a document holds, as a submission binds it. */
export const hashOf = (doc: Y.Doc): string => createHash('sha256').update(contentToHash(readDocument(doc))).digest('hex');

export async function createProject(lead: RestClient, plan: Partial<Plan> = {}): Promise<string> {
  const body = { name: 'Chest', objective: { question: 'Is there a nodule?', detail: '' }, modalities: ['imaging', 'text'], plan: { ...defaultPlan, ...plan } };
  return (await lead.call(endpoints.createProject, { body })).id;
}

/** Somebody new in the project, by an invitation of its lead. */
export async function join(lead: RestClient, project: string, role: Role, name: string): Promise<Signed> {
  const { url } = await lead.call(endpoints.invite, { params: { project }, body: { role, note: '' } });
  return signUp(lead, url, name);
}

export async function writeDraft(lead: RestClient, project: string, { labels, itemAttributes, rules, relations, settings }: ProtocolContent): Promise<void> {
  const entries = [
    ...labels.map((label) => setEntry('labels', label)),
    ...itemAttributes.map((attribute) => setEntry('itemAttributes', attribute)),
    ...rules.map((rule) => setEntry('rules', rule)),
    ...relations.map((relation) => setEntry('relations', relation)),
  ];
  await write(lead, `protocol/${project}`, [...entries, setSettings(settings)]);
}

export interface File {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Imports files as the page does: one by one, then items are made. */
export async function importFiles(lead: RestClient, project: string, files: readonly File[]) {
  const started = await lead.call(endpoints.startImport, { params: { project } });
  const params = { project, import: started.import };
  for (const { name, bytes } of files) await lead.ask(endpoints.importFile, { params, query: { name }, body: bytes });
  return { ...(await lead.call(endpoints.finishImport, { params })), import: started.import };
}

/** Opens the item, writes a reading and hands it in. */
export async function handIn(person: Signed, item: string, ops: readonly Op[]): Promise<void> {
  await person.call(endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
  const hash = hashOf(await write(person, `reading/${item}/${person.me.user.id}`, ops));
  await person.call(endpoints.submit, { params: { item }, body: { hash, protocolVersion: 1 } });
}

/** A draft written and published. */
export async function publish(lead: RestClient, project: string, content: ProtocolContent): Promise<void> {
  await writeDraft(lead, project, content);
  await lead.call(endpoints.publishProtocol, { params: { project }, body: { why: '' } });
}

export const assign = (lead: RestClient, project: string, items: readonly string[], readers: readonly string[]) =>
  lead.call(endpoints.assign, { params: { project }, body: { items: [...items], readers: [...readers], readersNeeded: readers.length, blinding: 'blind' } });
