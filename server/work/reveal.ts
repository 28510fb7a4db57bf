import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Transaction } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { announceItem } from './announce-item.ts';
import { actorWho, projectOfItem } from './membership.ts';
import { type Answer, notFound, type Refusal, refuse } from './refusal.ts';
import { seedConsensus } from './seed-consensus.ts';
import type { Services, SignedIn } from './services.ts';

/** Shows all readings of an item to its readers; every reading wanted must be submitted. */
export async function reveal(services: Services, person: SignedIn, item: string): Answer<Record<string, never>> {
  const project = await projectOfItem(services, item);
  if (project === undefined) return notFound();
  const allowed = await actorWho(services, person, project, 'item.reveal');
  if (!allowed.ok) return allowed;
  if (await isCompared(services, item)) await seedConsensus(services, item, services.clock());
  const revealed = await services.db.transaction().execute((transaction) => revealIn(services, transaction, person.id, project, item));
  if (!revealed.ok) return revealed;
  await announceItem(services, item);
  return ok({});
}

async function isCompared({ db }: Services, item: string): Promise<boolean> {
  const row = await db.selectFrom('items').select('phase').where('id', '=', item).executeTakeFirst();
  return row?.phase === 'compared';
}

/**
 * The reveal inside a transaction of the caller, who calls `announceItem` once it is committed. An item that is revealed already stays so.
 * Readings that were assigned beyond those wanted and never submitted go back, and none that had gone back is taken up again: they could no longer be blind.
 */
export async function revealIn(services: Pick<Services, 'audit' | 'clock'>, transaction: Transaction<Database>, actorId: string, project: string, item: string): Promise<Result<true, Refusal>> {
  const row = await transaction.selectFrom('items').select(['phase', 'name']).where('id', '=', item).where('project_id', '=', project).executeTakeFirst();
  if (row === undefined) return failed(notFound().error);
  if (row.phase === 'reading') return refuse(409, 'ReadingsMissing', `Not all readings of “${row.name}” are submitted yet. Wait for them, or ask for fewer readers under Work.`);
  if (row.phase !== 'compared') return ok(true);
  await transaction.updateTable('items').set({ phase: 'revealed', revealed_at: services.clock() }).where('id', '=', item).execute();
  await transaction.updateTable('assignments').set({ state: 'returned', reserved_until: null }).where('item_id', '=', item).where('state', '<>', 'submitted').execute();
  await services.audit.record(transaction, { actorId, action: 'item.revealed', projectId: project, target: `item/${item}` });
  return ok(true);
}
