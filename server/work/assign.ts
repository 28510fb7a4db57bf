import type { UserId } from '@consilium/shared/domain/ids.ts';
import { RoleSchema, type Role } from '@consilium/shared/domain/people.ts';
import type { Blinding } from '@consilium/shared/domain/item.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import type { Transaction } from 'kysely';
import { lockRow } from '../storage/lock-row.ts';
import type { Database } from '../storage/schema.ts';
import { completeIfAllSubmitted } from './complete-readings.ts';
import { actorWho } from './membership.ts';
import { membersOf } from './people.ts';
import { type Answer, notFound, type Refusal, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

export interface Assignment {
  readonly items: readonly string[];
  readonly readers: readonly string[];
  readonly readersNeeded: number;
  readonly blinding: Blinding;
}

/** Assigns all readers to all items, and sets how many readings each item wants. Whoever has an item already keeps it as it stands. @returns how many assignments are new */
export async function assign(services: Services, person: SignedIn, project: string, wanted: Assignment): Answer<{ assigned: number }> {
  const allowed = await actorWho(services, person, project, 'work.assign');
  if (!allowed.ok) return allowed;
  const readers = await readersOf(services, project, wanted.readers);
  if (!readers.ok) return readers;
  const assigned = await services.db.transaction().execute((transaction) => assignIn(services, transaction, person, project, wanted));
  if (!assigned.ok) return assigned;
  for (const reader of wanted.readers) services.changes.announce({ userId: reader as UserId }); // found among the members
  for (const item of wanted.items) await completeIfAllSubmitted(services, project, item);
  return ok({ assigned: assigned.value });
}

async function readersOf(services: Services, project: string, readers: readonly string[]): Answer<true> {
  const roles = new Map((await membersOf(services, project)).map((row): [string, Role] => [row.user_id, RoleSchema.parse(row.role)]));
  for (const reader of readers) {
    const role = roles.get(reader);
    if (role === undefined) return refuse(422, 'NotAMember', 'One of the readers is not in this project. Load the page again.');
    if (!may({ user: reader as UserId, isAdministrator: false, role }, 'work.take')) return refuse(422, 'CannotRead', `Somebody who is ${role} here reads no cases. Give them another role first.`);
  }
  return ok(true);
}

async function assignIn(services: Services, transaction: Transaction<Database>, person: SignedIn, project: string, { items, readers, readersNeeded, blinding }: Assignment): Promise<Result<number, Refusal>> {
  const wanted = [...new Set(items)].sort();
  for (const item of wanted) {
    await lockRow(transaction, 'items', item); // or it could be revealed between the look and the assignment
    const row = await transaction.selectFrom('items').select(['project_id', 'phase', 'name']).where('id', '=', item).executeTakeFirst();
    if (row?.project_id !== project) return failed(notFound().error);
    if (row.phase === 'revealed' || row.phase === 'signed') return refuse(409, 'AlreadyRevealed', `“${row.name}” is revealed already: nobody can read it blind any more. Leave it out.`);
  }
  let assigned = 0;
  for (const item of wanted) {
    await transaction.updateTable('items').set({ readers_needed: readersNeeded, blinding }).where('id', '=', item).execute();
    for (const reader of new Set(readers)) assigned += await assignOne(transaction, item, reader, services.clock());
  }
  await services.audit.record(transaction, {
    actorId: person.id, action: 'work.assigned', projectId: project, target: `project/${project}`, new: { items: [...items], readers: [...readers], readersNeeded, blinding },
  });
  return ok(assigned);
}

async function assignOne(transaction: Transaction<Database>, item: string, reader: string, now: string): Promise<number> {
  const row = { item_id: item, user_id: reader, state: 'assigned', assigned_at: now, reserved_until: null, opened_at: null, submitted_at: null, content_hash: null, protocol_version: null };
  const inserted = await transaction
    .insertInto('assignments')
    .values(row)
    .onConflict((there) => there.columns(['item_id', 'user_id']).doUpdateSet({ state: 'assigned', assigned_at: now, reserved_until: null }).where('assignments.state', '=', 'returned'))
    .executeTakeFirst();
  return Number(inserted.numInsertedOrUpdatedRows ?? 0n);
}
