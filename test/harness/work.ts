import { createHash } from 'node:crypto';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { setEntry, setSettings } from '@consilium/shared/document/draft.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { defaultPlan, type Plan } from '@consilium/shared/wire/rest/projects.ts';
import * as Y from 'yjs';
import { ask } from './ask.ts';
import type { Seat } from './browser.ts';
import { aLabel, aProtocol } from './readings.ts';

export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Two labels for pictures and notes alike, a required question of one of them, one relation; keys 1 and 2. */
export const plainProtocol: ProtocolContent = aProtocol({
  labels: [
    aLabel('nodule', 'Nodule', {
      hotkey: '1',
      order: 'a0',
      geometries: ['imaging.box', 'imaging.polygon', 'imaging.ellipse', 'imaging.point', 'imaging.length', 'imaging.angle', 'text.span'],
      attributes: [
        {
          id: 'certainty', name: 'Certainty', type: 'choice', isRequired: false, order: 'a0',
          options: [{ id: 'sure', name: 'Sure' }, { id: 'unsure', name: 'Unsure' }],
        },
      ],
    }),
    aLabel('opacity', 'Opacity', { hotkey: '2', order: 'a1', colour: 2, pattern: 'dashed', geometries: ['imaging.box', 'imaging.polygon', 'imaging.ellipse', 'text.span'] }),
  ],
});

/** A project with a published protocol, made over REST by a person who may. @returns its id */
export async function makeProject(lead: Seat, name: string, parts: { protocol?: ProtocolContent; plan?: Partial<Plan> } = {}): Promise<string> {
  const plan = { ...defaultPlan, ...parts.plan };
  const objective = { question: 'Which cases need a physician within the hour?', detail: 'Outline what is seen; lobes, not segments.' };
  const { id } = await ask(lead, endpoints.createProject, { body: { name, objective, modalities: ['imaging', 'text'], plan } });
  await publish(lead, id, parts.protocol ?? plainProtocol);
  return id;
}

/** Writes the draft as given and publishes it. */
export async function publish(lead: Seat, project: string, content: ProtocolContent): Promise<void> {
  const entries = (['labels', 'relations', 'itemAttributes', 'rules'] as const).flatMap((kind) => content[kind].map((entry) => setEntry(kind, entry as { id: string })));
  await write(lead, `protocol/${project}`, [...entries, setSettings(content.settings)]);
  await ask(lead, endpoints.publishProtocol, { params: { project }, body: { why: 'For the test' } });
}

/** Imports files. @returns ids of the items made, by name */
export async function importFiles(lead: Seat, project: string, files: readonly Sample[]): Promise<Readonly<Record<string, string>>> {
  const started = await ask(lead, endpoints.startImport, { params: { project } });
  const params = { project, import: started.import };
  for (const { name, bytes } of files) await ask(lead, endpoints.importFile, { params, query: { name }, body: bytes });
  const { items } = await ask(lead, endpoints.finishImport, { params });
  return Object.fromEntries(items.map((item) => [item.name, item.id]));
}

export function assign(lead: Seat, project: string, items: readonly string[], readers: readonly string[], blinding: 'blind' | 'open' = 'blind') {
  return ask(lead, endpoints.assign, { params: { project }, body: { items, readers, readersNeeded: readers.length, blinding } });
}

/** What the server holds of a document that this person may read. */
export async function pull(who: Seat, name: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  const stateVector = Buffer.from(Y.encodeStateVector(doc)).toString('base64');
  const { documents } = await ask(who, endpoints.pull, { body: { documents: [{ name, stateVector }] } });
  const update = documents[0]?.update;
  if (update) Y.applyUpdate(doc, Buffer.from(update, 'base64'));
  return doc;
}

/** Changes a document over REST, as a device does that hands in what it wrote. */
export async function write(who: Seat, name: string, ops: readonly Op[]): Promise<Y.Doc> {
  const doc = await pull(who, name);
  const before = Y.encodeStateVector(doc);
  applyOps(doc, ops, 'test');
  const update = Buffer.from(Y.encodeStateAsUpdate(doc, before)).toString('base64');
  const { documents } = await ask(who, endpoints.push, { body: { documents: [{ name, clientId: doc.clientID, update }] } });
  if (documents[0]?.isDurable !== true) throw new Error(`${name} was not taken: ${documents[0]?.reason}`);
  return doc;
}

/** Opens the item, writes a reading and hands it in, all over REST. */
export async function read(who: Seat, item: string, user: string, ops: readonly Op[]): Promise<void> {
  await ask(who, endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
  const doc = await write(who, `reading/${item}/${user}`, ops);
  const hash = createHash('sha256').update(contentToHash(readDocument(doc))).digest('hex');
  await ask(who, endpoints.submit, { params: { item }, body: { hash, protocolVersion: 1 } });
}
