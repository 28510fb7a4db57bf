import { ok } from '@consilium/shared/kernel/result.ts';
import { instantOf, millisecondsOf } from '@consilium/shared/kernel/time.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { PlanSchema } from '@consilium/shared/wire/rest/projects.ts';
import type { Transaction } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { endReservations } from './end-reservations.ts';
import { itemsLookedAt } from './looks.ts';
import { actorWho } from './membership.ts';
import { itemsFor } from './read-item.ts';
import { type Answer, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Reserves the next item, by name, that still wants a reader and that this person has not had, nor, where it is blind, seen another's reading of; `null` when there is none. Two who take at once never get the last place of one item. */
export async function takeNext(services: Services, person: SignedIn, project: string): Answer<{ item: Item | null }> {
  const allowed = await actorWho(services, person, project, 'work.take');
  if (!allowed.ok) return allowed;
  const { plan } = await services.db.selectFrom('projects').select('plan').where('id', '=', project).executeTakeFirstOrThrow();
  const { queue, reservationMinutes } = PlanSchema.parse(JSON.parse(plan));
  if (queue !== 'take-next') return refuse(409, 'NoQueue', 'In this project cases are assigned by the lead; there is no common queue.');
  await endReservations(services, project);
  const now = services.clock();
  const taken = await services.db.transaction().execute(async (transaction) => {
    if (services.config.databaseUrl !== undefined) await transaction.selectFrom('projects').select('id').where('id', '=', project).forUpdate().execute(); // SQLite has one writer
    const id = await nextFree(transaction, person, project);
    if (id === undefined) return undefined;
    const reservedUntil = instantOf(millisecondsOf(now) + reservationMinutes * 60_000);
    const row = { item_id: id, user_id: person.id, state: 'reserved', assigned_at: now, reserved_until: reservedUntil, opened_at: null, submitted_at: null, content_hash: null, protocol_version: null };
    await transaction.insertInto('assignments').values(row).execute();
    await services.audit.record(transaction, { actorId: person.id, action: 'assignment.taken', projectId: project, target: `reading/${id}/${person.id}`, new: { reservedUntil } });
    return id;
  });
  if (taken === undefined) return ok({ item: null });
  services.changes.announce({ userId: person.id });
  const [item] = await itemsFor(services, person, allowed.value, [taken]);
  return ok({ item: item ?? null });
}

async function nextFree(transaction: Transaction<Database>, person: SignedIn, project: string): Promise<string | undefined> {
  const looked = [...(await itemsLookedAt(transaction, person, project))];
  const row = await transaction
    .selectFrom('items')
    .select('id')
    .where('project_id', '=', project)
    .where('phase', '=', 'reading')
    .$if(looked.length > 0, (query) => query.where((where) => where.or([where('blinding', '=', 'open'), where('id', 'not in', looked)])))
    .where((where) => where.not(where.exists(where.selectFrom('assignments').select('user_id').whereRef('item_id', '=', 'items.id').where('user_id', '=', person.id))))
    .where((where) =>
      where(
        where.selectFrom('assignments').whereRef('item_id', '=', 'items.id').where('state', '<>', 'returned').select((count) => count.fn.countAll().as('n')),
        '<',
        where.ref('items.readers_needed'),
      ),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
