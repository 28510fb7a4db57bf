import type { UserId } from '@consilium/shared/domain/ids.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { actorWho, projectOfItem } from './membership.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** I give an item back; what I drew is kept. */
export async function giveBack(services: Services, person: SignedIn, item: string, why: string): Answer<Record<string, never>> {
  const project = await projectOfItem(services, item);
  if (project === undefined) return notFound();
  return takeBack(services, { actor: person.id, project, item, user: person.id, why, action: 'assignment.returned' });
}

/** A lead takes an assignment back that has not been submitted; the work is kept. */
export async function unassign(services: Services, person: SignedIn, item: string, user: string): Answer<Record<string, never>> {
  const project = await projectOfItem(services, item);
  if (project === undefined) return notFound();
  const allowed = await actorWho(services, person, project, 'work.assign');
  if (!allowed.ok) return allowed;
  return takeBack(services, { actor: person.id, project, item, user, why: '', action: 'assignment.taken-back' });
}

interface Return {
  readonly actor: string;
  readonly project: string;
  readonly item: string;
  readonly user: string;
  readonly why: string;
  readonly action: string;
}

async function takeBack(services: Services, { actor, project, item, user, why, action }: Return): Answer<Record<string, never>> {
  const isBack = await services.db.transaction().execute(async (transaction) => {
    const returned = await transaction
      .updateTable('assignments')
      .set({ state: 'returned', reserved_until: null })
      .where('item_id', '=', item)
      .where('user_id', '=', user)
      .where('state', 'in', ['assigned', 'reserved', 'open'])
      .executeTakeFirst();
    if (returned.numUpdatedRows === 0n) return false;
    await services.audit.record(transaction, { actorId: actor, ...(why === '' ? {} : { sealedFor: item }), action, projectId: project, target: `reading/${item}/${user}`, ...(why === '' ? {} : { why }) });
    return true;
  });
  if (!isBack) return notFound();
  services.changes.announce({ userId: user as UserId }); // from the assignments
  return ok({});
}
