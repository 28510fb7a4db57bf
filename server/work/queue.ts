import { ok } from '@consilium/shared/kernel/result.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { PlanSchema } from '@consilium/shared/wire/rest/projects.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import { endReservations } from './end-reservations.ts';
import { actorWho } from './membership.ts';
import { itemsFor } from './read-item.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/**
 * My items: begun first, then waiting, then submitted, each by name. `canTakeNext` says that the plan lets me take and that there are
 * items I have not had; whether others have taken them all is seen only by taking.
 */
export async function queueOf(services: Services, person: SignedIn, project: string): Answer<{ items: Item[]; canTakeNext: boolean }> {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  await endReservations(services, project);
  const rows = await services.db
    .selectFrom('assignments')
    .innerJoin('items', 'items.id', 'assignments.item_id')
    .select(['items.id', 'items.name', 'assignments.state'])
    .where('items.project_id', '=', project)
    .where('assignments.user_id', '=', person.id)
    .where('assignments.state', '<>', 'returned')
    .execute();
  const ids = rows.sort((a, b) => rank(a.state) - rank(b.state) || byName(a.name, b.name)).map((row) => row.id);
  const canTakeNext = may(allowed.value, 'work.take') && (await hasQueue(services, project)) && (await hasUnseen(services, person, project));
  return ok({ items: await itemsFor(services, person, allowed.value, ids), canTakeNext });
}

const ranks: Readonly<Record<string, number>> = { open: 0, reserved: 1, assigned: 1, submitted: 2 };
const rank = (state: string): number => ranks[state] ?? 3;
const byName = new Intl.Collator('en', { numeric: true }).compare;

export async function hasQueue({ db }: Pick<Services, 'db'>, project: string): Promise<boolean> {
  const row = await db.selectFrom('projects').select('plan').where('id', '=', project).executeTakeFirstOrThrow();
  return PlanSchema.parse(JSON.parse(row.plan)).queue === 'take-next';
}

async function hasUnseen({ db }: Services, person: SignedIn, project: string): Promise<boolean> {
  const row = await db
    .selectFrom('items')
    .select('id')
    .where('project_id', '=', project)
    .where('phase', 'in', ['reading', 'compared']) // `compared` is not told apart: it would tell of the others
    .where((where) => where.not(where.exists(where.selectFrom('assignments').select('user_id').whereRef('item_id', '=', 'items.id').where('user_id', '=', person.id))))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
