import { ok } from '@consilium/shared/kernel/result.ts';
import { seenItem } from './read-item.ts';
import { type Answer, notFound, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** I begin to read, by this protocol version. Also takes up again what is mine by a reservation that ran out meanwhile: nobody who was offline loses their work. */
export async function openItem(services: Services, person: SignedIn, item: string, protocolVersion: number): Answer<Record<string, never>> {
  const seen = await seenItem(services, person, item);
  if (!seen.ok) return seen;
  const published = await services.db.selectFrom('protocol_versions').select('version').where('project_id', '=', seen.value.project).where('version', '=', protocolVersion).executeTakeFirst();
  if (published === undefined) return refuse(409, 'NoProtocol', `There is no published protocol version ${protocolVersion}. The lead publishes one under Protocol; then open the case again.`);
  const opened = await services.db.transaction().execute(async (transaction): Promise<'opened' | 'open already' | 'nothing to open'> => {
    const mine = transaction.selectFrom('assignments').selectAll().where('item_id', '=', item).where('user_id', '=', person.id);
    const before = await mine.executeTakeFirst();
    if (before === undefined || before.state === 'submitted' || (before.state === 'returned' && before.reserved_until === null)) return 'nothing to open';
    if (before.state === 'open' && before.protocol_version === protocolVersion) return 'open already';
    const row = { state: 'open', opened_at: before.opened_at ?? services.clock(), protocol_version: protocolVersion };
    await transaction.updateTable('assignments').set(row).where('item_id', '=', item).where('user_id', '=', person.id).execute();
    await services.audit.record(transaction, {
      actorId: person.id, action: 'reading.opened', projectId: seen.value.project, target: `reading/${item}/${person.id}`, old: { protocolVersion: before.protocol_version }, new: { protocolVersion },
    });
    return 'opened';
  });
  if (opened === 'nothing to open') return notFound();
  if (opened === 'opened') services.changes.announce({ userId: person.id });
  return ok({});
}
