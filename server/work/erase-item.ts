import type { UserId } from '@consilium/shared/domain/ids.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { addToErasedList, type Erased } from '../storage/erased-list.ts';
import { eraseFromSessions } from './erase-from-sessions.ts';
import { eraseRows, removeSources, sourcesOf } from './erase-rows.ts';
import { actorWho, projectOfItem } from './membership.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/**
 * Erases an item for good: keys, documents, rows, and the sources no other item has. What stays is a line in the audit trail that says
 * who, when and why. Listed beside the master key first, so that a crash in between, or a backup brought back, is made good at the next start.
 */
export async function eraseItem(services: Services, person: SignedIn, item: string, reason: string): Answer<{ documents: number; sources: number }> {
  const project = await projectOfItem(services, item);
  if (project === undefined) return notFound();
  const allowed = await actorWho(services, person, project, 'item.erase');
  if (!allowed.ok) return allowed;
  const erased: Erased = { item, at: services.clock(), by: person.id, sources: await sourcesOf(services, item) };
  addToErasedList(services.config.dataDirectory, erased);
  return ok(await erase(services, project, erased, reason));
}

async function erase(services: Services, project: string, erased: Erased, why: string): Promise<{ documents: number; sources: number }> {
  const { item, by } = erased;
  await eraseFromSessions(services, item);
  const { documents, readers } = await eraseRows(services, erased, { actorId: by, action: 'item.erased', projectId: project, target: `item/${item}`, why });
  const sources = await removeSources(services, erased.sources);
  for (const document of documents) services.changes.announce({ document });
  for (const reader of readers) services.changes.announce({ userId: reader as UserId }); // from the assignments
  await services.renewBackups();
  return { documents: documents.length, sources };
}

/** At the start of a server: what is listed as erased and is here nevertheless, after a crash or from a backup, goes. @returns how many items */
export async function finishErasures(services: Services, listed: readonly Erased[]): Promise<number> {
  let found = 0;
  for (const erased of listed) {
    const project = await projectOfItem(services, erased.item);
    if (project !== undefined) {
      found += 1;
      await erase(services, project, erased, 'Erased before; it had come back with a backup, or the server was stopped meanwhile.');
    } else await removeSources(services, erased.sources);
  }
  return found;
}

/** Which of these items a device is to forget. */
export async function erasedAmong({ db }: Pick<Services, 'db'>, items: readonly string[]): Answer<{ erased: string[] }> {
  const rows = items.length === 0 ? [] : await db.selectFrom('erasures').select('item_id').where('item_id', 'in', items).execute();
  return ok({ erased: rows.map((row) => row.item_id) });
}
