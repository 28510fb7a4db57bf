import { AssignmentStateSchema, BlindingSchema, type ItemPhase, ItemPhaseSchema } from '@consilium/shared/domain/item.ts';
import type { SourceRef } from '@consilium/shared/domain/source.ts';
import type { SourceId } from '@consilium/shared/domain/ids.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Actor } from '@consilium/shared/permissions/actor.ts';
import { isReviewer } from '@consilium/shared/permissions/policy.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { actorIn } from './membership.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** One item as this person may see it; who may not see it gets the answer for what is not there. */
export async function readItem(services: Services, person: SignedIn, item: string): Answer<Item> {
  const seen = await seenItem(services, person, item);
  if (!seen.ok) return seen;
  const [view] = await itemsFor(services, person, seen.value.actor, [item]);
  return view === undefined ? notFound() : ok(view);
}

export interface SeenItem {
  readonly actor: Actor;
  readonly project: string;
  readonly phase: ItemPhase;
}

/** Whether the person may know of the item: its readers, reviewers, those who meet over it, and after the reveal every other role. */
export async function seenItem({ db }: Pick<Services, 'db'>, person: SignedIn, item: string): Answer<SeenItem> {
  const row = await db.selectFrom('items').select(['project_id', 'phase', 'blinding']).where('id', '=', item).executeTakeFirst();
  const actor = row && (await actorIn({ db }, person, row.project_id));
  if (row === undefined || actor === undefined) return notFound();
  const phase = ItemPhaseSchema.parse(row.phase);
  const isRevealed = phase === 'revealed' || phase === 'signed';
  const isLookingOn = actor.role !== 'annotator' && (isRevealed || row.blinding === 'open');
  const maySee = isReviewer(actor) || isLookingOn || (await isReader(db, person, item)) || (isRevealed && (await isMeeting(db, person, item)));
  return maySee ? ok({ actor, project: row.project_id, phase }) : notFound();
}

/** Given back on purpose is no longer theirs; a reservation that merely ran out can be taken up again (`open-item.ts`). */
async function isReader(db: Services['db'], person: SignedIn, item: string): Promise<boolean> {
  const row = await db.selectFrom('assignments').select(['state', 'reserved_until']).where('item_id', '=', item).where('user_id', '=', person.id).executeTakeFirst();
  return row !== undefined && (row.state !== 'returned' || row.reserved_until !== null);
}

async function isMeeting(db: Services['db'], person: SignedIn, item: string): Promise<boolean> {
  const row = await db
    .selectFrom('session_items')
    .innerJoin('session_members', 'session_members.session_id', 'session_items.session_id')
    .select('session_members.user_id')
    .where('session_items.item_id', '=', item)
    .where('session_members.user_id', '=', person.id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Items as the wire has them, in the order of `ids`; says nothing of other readers until the reveal. The caller has checked that each may be seen. */
export async function itemsFor({ db }: Pick<Services, 'db'>, person: SignedIn, actor: Actor, ids: readonly string[]): Promise<Item[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('items').selectAll().where('id', 'in', ids).execute();
  const mine = await db.selectFrom('assignments').selectAll().where('item_id', 'in', ids).where('user_id', '=', person.id).execute();
  const sources = await sourcesByItem(db, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id): Item[] => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const assignment = mine.find((one) => one.item_id === id);
    const state = assignment && AssignmentStateSchema.parse(assignment.state);
    return [{
      id, project: row.project_id, name: row.name, modality: row.modality, meta: JSON.parse(row.meta) as unknown, sources: sources.get(id) ?? [],
      blinding: BlindingSchema.parse(row.blinding), phase: phaseShown(ItemPhaseSchema.parse(row.phase), isReviewer(actor) && !isStillReading(state)), createdAt: row.created_at,
      mine: assignment === undefined || state === undefined ? null : {
        state, assignedAt: assignment.assigned_at, reservedUntil: assignment.reserved_until, submittedAt: assignment.submitted_at, protocolVersion: assignment.protocol_version,
      },
    }];
  });
}

export const isStillReading = (state: string | undefined): boolean => state !== undefined && state !== 'submitted' && state !== 'returned';

/** `compared` tells that the others have submitted. */
const phaseShown = (phase: ItemPhase, mayKnow: boolean): ItemPhase => (phase === 'compared' && !mayKnow ? 'reading' : phase);

async function sourcesByItem(db: Services['db'], ids: readonly string[]): Promise<Map<string, SourceRef[]>> {
  const rows = await db
    .selectFrom('item_sources')
    .innerJoin('blobs', 'blobs.sha256', 'item_sources.sha256')
    .select(['item_sources.item_id', 'item_sources.sha256', 'item_sources.name', 'blobs.media_type', 'blobs.size'])
    .where('item_sources.item_id', 'in', ids)
    .orderBy('item_sources.position')
    .execute();
  const byItem = new Map<string, SourceRef[]>();
  for (const { item_id, sha256, name, media_type, size } of rows) {
    const source = { sha256: sha256 as SourceId, name, mediaType: media_type, size: Number(size) }; // the key of a stored blob
    byItem.set(item_id, [...(byItem.get(item_id) ?? []), source]);
  }
  return byItem;
}
