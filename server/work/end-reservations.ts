import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Services } from './services.ts';

/** Reservations of the project that have run out go back to the queue; what was drawn is kept. */
export async function endReservations(services: Services, project: string): Promise<void> {
  const over = await services.db
    .selectFrom('assignments')
    .innerJoin('items', 'items.id', 'assignments.item_id')
    .select(['assignments.item_id', 'assignments.user_id'])
    .where('items.project_id', '=', project)
    .where('assignments.state', '=', 'reserved')
    .where('assignments.reserved_until', '<', services.clock())
    .execute();
  for (const { item_id, user_id } of over) await endReservation(services, project, item_id, user_id);
}

async function endReservation(services: Services, project: string, item: string, user: string): Promise<void> {
  const isOver = await services.db.transaction().execute(async (transaction) => {
    const ended = await transaction
      .updateTable('assignments')
      .set({ state: 'returned' })
      .where('item_id', '=', item)
      .where('user_id', '=', user)
      .where('state', '=', 'reserved')
      .where('reserved_until', '<', services.clock())
      .executeTakeFirst();
    if (ended.numUpdatedRows === 0n) return false;
    await services.audit.record(transaction, { actorId: 'server', action: 'assignment.expired', projectId: project, target: `reading/${item}/${user}` });
    return true;
  });
  if (isOver) services.changes.announce({ userId: user as UserId }); // from the assignments
}
