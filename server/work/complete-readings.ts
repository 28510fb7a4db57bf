import { sql } from 'kysely';
import { announceItem } from './announce-item.ts';
import { compareItem } from './compare-item.ts';
import type { Services } from './services.ts';

/** When every reading wanted is submitted: they are laid side by side and the item is `compared`, still hidden from its readers. */
export async function completeIfAllSubmitted(services: Services, project: string, item: string): Promise<void> {
  await compareItem(services, item); // first, so that what is compared has its comparison
  const isComplete = await services.db.transaction().execute(async (transaction) => {
    const submitted = transaction.selectFrom('assignments').where('item_id', '=', item).where('state', '=', 'submitted').select(sql<number>`count(*)`.as('n'));
    const completed = await transaction
      .updateTable('items')
      .set({ phase: 'compared' })
      .where('id', '=', item)
      .where('phase', '=', 'reading')
      .where((where) => where(submitted, '>=', where.ref('items.readers_needed')))
      .executeTakeFirst();
    if (completed.numUpdatedRows === 0n) return false;
    await services.audit.record(transaction, { actorId: 'server', action: 'item.compared', projectId: project, target: `item/${item}` });
    return true;
  });
  if (isComplete) await announceItem(services, item);
}

/**
 * Completes what is wholly submitted and was not laid side by side, because a server ended or lost its database between the two. Call at
 * the start of the server. @returns what could not be completed, and why; the others are
 */
export async function completeAllSubmitted(services: Services): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  const waiting = await services.db
    .selectFrom('items')
    .innerJoin('assignments', 'assignments.item_id', 'items.id')
    .select(['items.id', 'items.project_id'])
    .where('items.phase', '=', 'reading')
    .where('assignments.state', '=', 'submitted')
    .groupBy(['items.id', 'items.project_id', 'items.readers_needed'])
    .having((having) => having(having.fn.countAll<number>(), '>=', having.ref('items.readers_needed')))
    .execute();
  for (const { id, project_id } of waiting) await completeIfAllSubmitted(services, project_id, id).catch((error: unknown) => faults.push(error));
  return faults;
}
