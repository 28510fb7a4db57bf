import type { ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { isStillReading } from './read-item.ts';
import { type ItemAtHand, itemAtHand, valuesOf } from './compared-item.ts';
import type { Services } from './services.ts';

export interface ExportedReading {
  readonly reader: string;
  readonly state: string;
  readonly assignedAt: string;
  readonly submittedAt: string | null;
  readonly contentHash: string | null;
  readonly protocolVersion: number | null;
  readonly values: ReadingValues;
}

/** An item with what of it may leave: submitted readings, and the consensus once revealed. */
export interface ExportedItem extends ItemAtHand {
  readonly sources: readonly { readonly sha256: string; readonly name: string; readonly mediaType: string; readonly size: number }[];
  readonly readings: readonly ExportedReading[];
  readonly consensus: ReadingValues | undefined;
  /** the exporter still reads it blind: then nothing here depends on other readers */
  readonly isBlind: boolean;
}

/** The items of a project in the order they were made, one at a time; whoever still reads an item blind exports no other reading of it. */
export async function* exportedItems(services: Services, project: string, exporter: string): AsyncGenerator<ExportedItem> {
  const rows = await services.db.selectFrom('items').select('id').where('project_id', '=', project).orderBy('created_at').orderBy('name').orderBy('id').execute();
  for (const { id } of rows) {
    const item = await itemAtHand(services, id);
    if (item !== undefined) yield { ...item, sources: await sourcesOf(services, id), ...(await workOn(services, item, exporter)) };
  }
}

async function workOn(services: Services, item: ItemAtHand, exporter: string): Promise<Pick<ExportedItem, 'readings' | 'consensus' | 'phase' | 'isBlind'>> {
  const rows = await services.db.selectFrom('assignments').selectAll().where('item_id', '=', item.id).orderBy('user_id').execute();
  const isRevealed = item.phase === 'revealed' || item.phase === 'signed';
  const isBlind = !isRevealed && isStillReading(rows.find((row) => row.user_id === exporter)?.state);
  const submitted = rows.filter((row) => row.state === 'submitted' && (!isBlind || row.user_id === exporter));
  const readings = await Promise.all(
    submitted.map(async (row): Promise<ExportedReading> => ({
      reader: row.user_id, state: row.state, assignedAt: row.assigned_at, submittedAt: row.submitted_at, contentHash: row.content_hash, protocolVersion: row.protocol_version,
      values: await valuesOf(services, `reading/${item.id}/${row.user_id}`),
    })),
  );
  return { isBlind, phase: isBlind ? 'reading' : item.phase, readings, consensus: isRevealed ? await valuesOf(services, `consensus/${item.id}`) : undefined };
}

async function sourcesOf({ db }: Services, item: string): Promise<ExportedItem['sources']> {
  const rows = await db
    .selectFrom('item_sources').innerJoin('blobs', 'blobs.sha256', 'item_sources.sha256')
    .select(['item_sources.sha256', 'item_sources.name', 'blobs.media_type', 'blobs.size']).where('item_id', '=', item).orderBy('position').execute();
  return rows.map((row) => ({ sha256: row.sha256, name: row.name, mediaType: row.media_type, size: Number(row.size) }));
}

export async function sourceBytes({ blobs }: Services, sha256: string): Promise<Uint8Array> {
  const blob = await blobs.get(sha256);
  if (blob === undefined) throw new Error(`the source ${sha256} of an item is not there`);
  return blob.bytes();
}
