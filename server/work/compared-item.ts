import { createHash } from 'node:crypto';
import type { Comparison } from '@consilium/shared/consensus/comparison.ts';
import type { NamedReading } from '@consilium/shared/consensus/findings.ts';
import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { type ProtocolContent, ProtocolContentSchema } from '@consilium/shared/domain/protocol.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { type AnyModality, modalityOf } from '@consilium/shared/modalities/registry.ts';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Services } from './services.ts';

/** SHA-256 as 43 url-safe characters: ids of rows. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** What a submission and a signature bind: SHA-256 over `contentToHash`, in hexadecimal. */
export const hashOfValues = (values: ReadingValues): string => createHash('sha256').update(contentToHash(values)).digest('hex');

/** An item as the tables have it, with its modality and meta read. */
export interface ItemAtHand {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly phase: string;
  readonly readersNeeded: number;
  readonly modality: AnyModality;
  readonly meta: unknown;
}

export async function itemAtHand({ db }: Pick<Services, 'db'>, id: string): Promise<ItemAtHand | undefined> {
  const row = await db.selectFrom('items').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const modality = expectOk(modalityOf(row.modality), `item ${id}`);
  const meta = expectOk(modality.readMeta(JSON.parse(row.meta)), `meta of item ${id}`);
  return { id, project: row.project_id, name: row.name, phase: row.phase, readersNeeded: row.readers_needed, modality, meta };
}

/** The submitted readings of an item, as they were submitted, and the newest protocol version among them. */
export async function submittedReadings(services: Pick<Services, 'db' | 'relay'>, item: string): Promise<{ readings: NamedReading[]; protocolVersion: number }> {
  const rows = await services.db.selectFrom('assignments').select(['user_id', 'protocol_version']).where('item_id', '=', item).where('state', '=', 'submitted').orderBy('user_id').execute();
  const readings = await Promise.all(rows.map(async ({ user_id: reader }) => ({ reader, values: await valuesOf(services, `reading/${item}/${reader}`) })));
  return { readings, protocolVersion: Math.max(0, ...rows.map((row) => row.protocol_version ?? 0)) };
}

/** Annotations, relations and answers of a document; nothing of how it is kept. */
export async function valuesOf({ relay }: Pick<Services, 'relay'>, document: DocumentName): Promise<ReadingValues> {
  const doc = await relay.read(document);
  const { annotations, relations, answers } = readDocument(doc);
  doc.destroy();
  return { annotations, relations, answers };
}

/** The content of a published version; of the newest where that version is not there. */
export async function protocolOf({ db }: Pick<Services, 'db'>, project: string, version?: number): Promise<{ version: number; content: ProtocolContent } | undefined> {
  const rows = await db.selectFrom('protocol_versions').select(['version', 'content']).where('project_id', '=', project).orderBy('version', 'desc').execute();
  const row = rows.find((one) => one.version === version) ?? rows[0];
  return row && { version: row.version, content: ProtocolContentSchema.parse(JSON.parse(row.content)) };
}

/** The stored comparison; rows are read as they were written, by this release or an earlier one. */
export async function storedComparison({ db }: Pick<Services, 'db'>, item: string): Promise<{ comparison: Comparison; protocolVersion: number } | undefined> {
  const row = await db.selectFrom('comparisons').select(['content', 'protocol_version']).where('item_id', '=', item).executeTakeFirst();
  return row && { comparison: JSON.parse(row.content) as Comparison, protocolVersion: row.protocol_version }; // written by `compareItem` alone
}

/** Names for people to read; whoever is gone keeps their id. */
export async function namesOf({ people }: Pick<Services, 'people'>, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await people.find(ids);
  return Object.fromEntries([...new Set(ids)].map((id) => [id, found.get(id)?.name ?? id]));
}
