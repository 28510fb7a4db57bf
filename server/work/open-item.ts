import { ok } from '@consilium/shared/kernel/result.ts';
import type { Transaction } from 'kysely';
import { lockRow } from '../storage/lock-row.ts';
import type { Database } from '../storage/schema.ts';
import { itemsLookedAt } from './looks.ts';
import { seenItem } from './read-item.ts';
import { type Answer, notFound, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

type Opening = 'opened' | 'open already' | 'nothing to open' | 'not blind';

/**
 * I begin to read, by this protocol version. Also takes up again what is mine by a reservation that ran out meanwhile: nobody who was
 * offline loses their work. Not after the reveal, and nothing blind of which I have seen another's reading.
 */
export async function openItem(services: Services, person: SignedIn, item: string, protocolVersion: number): Answer<Record<string, never>> {
  const seen = await seenItem(services, person, item);
  if (!seen.ok) return seen;
  const { project } = seen.value;
  const published = await services.db.selectFrom('protocol_versions').select('version').where('project_id', '=', project).where('version', '=', protocolVersion).executeTakeFirst();
  if (published === undefined) return refuse(409, 'NoProtocol', `There is no published protocol version ${protocolVersion}. The lead publishes one under Protocol; then open the case again.`);
  const opened = await services.db.transaction().execute((transaction) => openIn(services, transaction, person, { item, project, protocolVersion }));
  if (opened === 'nothing to open') return notFound();
  if (opened === 'not blind') return refuse(409, 'NotBlind', 'You have looked at what somebody else made of this case, so a reading of yours would not be blind. The lead takes it back under Work, for another reader.');
  if (opened === 'opened') services.changes.announce({ userId: person.id });
  return ok({});
}

async function openIn(services: Services, transaction: Transaction<Database>, person: SignedIn, { item, project, protocolVersion }: { item: string; project: string; protocolVersion: number }): Promise<Opening> {
  await lockRow(transaction, 'items', item); // or it could be revealed between the look and the opening
  const now = await transaction.selectFrom('items').select(['phase', 'blinding']).where('id', '=', item).executeTakeFirst();
  if (now?.phase !== 'reading' && now?.phase !== 'compared') return 'nothing to open';
  const before = await transaction.selectFrom('assignments').selectAll().where('item_id', '=', item).where('user_id', '=', person.id).executeTakeFirst();
  if (before === undefined || before.state === 'submitted' || (before.state === 'returned' && before.reserved_until === null)) return 'nothing to open';
  if (before.state === 'open' && before.protocol_version === protocolVersion) return 'open already';
  if (before.state !== 'open' && now.blinding === 'blind' && (await itemsLookedAt(transaction, person, project)).has(item)) return 'not blind';
  const row = { state: 'open', opened_at: before.opened_at ?? services.clock(), protocol_version: protocolVersion };
  await transaction.updateTable('assignments').set(row).where('item_id', '=', item).where('user_id', '=', person.id).execute();
  await services.audit.record(transaction, {
    actorId: person.id, action: 'reading.opened', projectId: project, target: `reading/${item}/${person.id}`, old: { protocolVersion: before.protocol_version }, new: { protocolVersion },
  });
  return 'opened';
}
