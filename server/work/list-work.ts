import { AssignmentStateSchema, BlindingSchema, ItemPhaseSchema } from '@consilium/shared/domain/item.ts';
import { ComparisonSchema, isDisagreement } from '@consilium/shared/consensus/comparison.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import { endReservations } from './end-reservations.ts';
import { actorWho } from './membership.ts';
import { isStillReading } from './read-item.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Every item with its readers, by name. Who still has a reading of their own to finish sees of that item no more than any blind reader. */
export async function listWork(services: Services, person: SignedIn, project: string): Answer<{ items: WorkRow[] }> {
  const allowed = await actorWho(services, person, project, 'progress.read');
  if (!allowed.ok) return allowed;
  await endReservations(services, project);
  const items = await services.db.selectFrom('items').selectAll().where('project_id', '=', project).execute();
  const readers = await readersByItem(services, project);
  const disagreements = await disagreementsByItem(services, project);
  const rows = items.map((item): WorkRow => {
    const all = readers.get(item.id) ?? [];
    const phase = ItemPhaseSchema.parse(item.phase);
    const isBlind = (phase === 'reading' || phase === 'compared') && all.some((reader) => reader.id === person.id && isStillReading(reader.state));
    return {
      id: item.id, name: item.name, modality: item.modality, phase: isBlind ? 'reading' : phase, blinding: BlindingSchema.parse(item.blinding), readersNeeded: item.readers_needed,
      disagreements: isBlind ? null : (disagreements.get(item.id) ?? null), areOthersHidden: isBlind, readers: isBlind ? all.filter((reader) => reader.id === person.id) : all, createdAt: item.created_at,
    };
  });
  return ok({ items: rows.sort((a, b) => byName(a.name, b.name)) });
}

const byName = new Intl.Collator('en', { numeric: true }).compare;

async function readersByItem(services: Services, project: string): Promise<Map<string, WorkRow['readers']>> {
  const rows = await services.db
    .selectFrom('assignments')
    .innerJoin('items', 'items.id', 'assignments.item_id')
    .select(['item_id', 'user_id', 'state', 'submitted_at'])
    .where('items.project_id', '=', project)
    .execute();
  const people = await services.people.find(rows.map((row) => row.user_id));
  const byItem = new Map<string, WorkRow['readers']>();
  for (const { item_id, user_id, state, submitted_at } of rows) {
    const reader = { id: user_id, name: people.get(user_id)?.name ?? '', state: AssignmentStateSchema.parse(state), submittedAt: submitted_at };
    byItem.set(item_id, [...(byItem.get(item_id) ?? []), reader]);
  }
  for (const readers of byItem.values()) readers.sort((a, b) => byName(a.name, b.name));
  return byItem;
}

async function disagreementsByItem({ db }: Services, project: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('comparisons')
    .innerJoin('items', 'items.id', 'comparisons.item_id')
    .select(['comparisons.item_id', 'comparisons.content'])
    .where('items.project_id', '=', project)
    .execute();
  return new Map(rows.map(({ item_id, content }) => [item_id, ComparisonSchema.parse(JSON.parse(content)).rows.filter(isDisagreement).length]));
}
