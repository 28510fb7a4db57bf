import type { UserId } from '@consilium/shared/domain/ids.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { addToErasedList, type Erased, readErasedList } from '../storage/erased-list.ts';
import { eraseFromSessions } from './erase-from-sessions.ts';
import { eraseRows, removeSources, sourcesOf, textsOfNobody } from './erase-rows.ts';
import { actorWho, projectOfItem } from './membership.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/**
 * Erases an item for good: keys, documents, rows, and the sources no other item has. What stays is a line in the audit trail that says
 * who, when and why. Listed beside the master key first, so that a crash in between, or a backup brought back, is made good at the next start;
 * asked for again, what failed on the way is done.
 */
export async function eraseItem(services: Services, person: SignedIn, item: string, reason: string): Answer<{ documents: number; sources: number }> {
  const present = await projectOfItem(services, item);
  const project = present ?? (await projectBefore(services, item));
  if (project === undefined) return notFound();
  const allowed = await actorWho(services, person, project, 'item.erase');
  if (!allowed.ok) return allowed;
  if (present === undefined) return ok({ documents: 0, sources: await finishErasure(services, item) });
  const erased: Erased = { item, at: services.clock(), by: person.id, sources: await sourcesOf(services, item) };
  addToErasedList(services.config.dataDirectory, erased);
  return ok(await erase(services, project, erased, reason));
}

async function erase(services: Services, project: string, erased: Erased, why: string): Promise<{ documents: number; sources: number }> {
  const { item, by } = erased;
  await eraseFromSessions(services, item);
  const { documents, readers } = await eraseRows(services, erased, { actorId: by, action: 'item.erased', projectId: project, target: `item/${item}`, why });
  for (const document of documents) services.changes.announce({ document });
  for (const reader of readers) services.changes.announce({ userId: reader as UserId }); // from the assignments
  const sources = await removeSources(services, erased.sources);
  await services.renewBackups();
  return { documents: documents.length, sources };
}

/** The project of an item that is erased, by the line that says so. */
async function projectBefore({ db }: Services, item: string): Promise<string | undefined> {
  const line = await db.selectFrom('audit_log').select('project_id').where('target', '=', `item/${item}`).where('action', '=', 'item.erased').executeTakeFirst();
  return line?.project_id ?? undefined;
}

/** What comes after the rows are gone, where it failed the first time. @returns how many sources are gone */
async function finishErasure(services: Services, item: string): Promise<number> {
  const listed = readErasedList(services.config.dataDirectory).filter((one) => one.item === item);
  const sources = await removeSources(services, listed.flatMap((one) => one.sources));
  await renewOldBackups(services);
  return sources;
}

/** At the start of a server: what is listed as erased and is here nevertheless, after a crash or from a backup, goes. @returns how many items */
export async function finishErasures(services: Services, listed: readonly Erased[]): Promise<number> {
  let found = 0;
  for (const erased of listed) {
    const project = await projectOfItem(services, erased.item);
    if (project !== undefined) {
      found += 1;
      const sources = [...erased.sources, ...(await sourcesOf(services, erased.item))];
      await erase(services, project, { ...erased, sources }, 'Erased before; it had come back with a backup, or the server was stopped meanwhile.');
    } else await removeSources(services, erased.sources);
  }
  if (listed.length > 0) await removeLeftOver(services);
  return found;
}

/** What an erasure of before has left, in the store or in backups. */
async function removeLeftOver(services: Services): Promise<void> {
  const before = await newestErasure(services);
  if (before === undefined) return;
  const removed = await removeSources(services, await textsOfNobody(services, before));
  await services.renewBackups(removed > 0 ? undefined : before);
}

/** Backups from before the newest erasure hold what was erased: its server was stopped before it had put a new one in their place. */
async function renewOldBackups(services: Services): Promise<void> {
  const before = await newestErasure(services);
  if (before !== undefined) await services.renewBackups(before);
}

async function newestErasure({ db }: Services): Promise<string | undefined> {
  const newest = await db.selectFrom('audit_log').select(({ fn }) => fn.max('at').as('at')).where('action', '=', 'item.erased').executeTakeFirst();
  return newest?.at ?? undefined;
}

/** Which of these items a device is to forget. */
export async function erasedAmong({ db }: Pick<Services, 'db'>, items: readonly string[]): Answer<{ erased: string[] }> {
  const rows = items.length === 0 ? [] : await db.selectFrom('erasures').select('item_id').where('item_id', 'in', items).execute();
  return ok({ erased: rows.map((row) => row.item_id) });
}
