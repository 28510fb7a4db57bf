import type { Role } from '@consilium/shared/domain/people.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Transaction } from 'kysely';
import { lockRow } from '../storage/lock-row.ts';
import type { Database } from '../storage/schema.ts';
import { actorWho } from './membership.ts';
import { type Answer, notFound, type Refusal, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Gives a member another role, or, with `undefined`, takes them out; their work stays. A project keeps a lead. */
export async function changeRole(services: Services, person: SignedIn, project: string, user: string, role: Role | undefined): Answer<Record<string, never>> {
  const allowed = await actorWho(services, person, project, 'people.invite');
  if (!allowed.ok) return allowed;
  const changed = await services.db.transaction().execute(async (transaction): Promise<Result<true, Refusal>> => {
    await lockRow(transaction, 'projects', project); // or two leads could each find the other still there
    const before = await transaction.selectFrom('memberships').select('role').where('project_id', '=', project).where('user_id', '=', user).executeTakeFirst();
    if (before === undefined) return failed(notFound().error);
    if (before.role === 'lead' && role !== 'lead' && (await isOnlyLead(transaction, project, user))) {
      return refuse(409, 'LastLead', 'This is the only lead of the project. Make somebody else a lead first.');
    }
    await setRole(transaction, project, user, role);
    const action = role === undefined ? 'people.removed' : 'people.role-changed';
    await services.audit.record(transaction, { actorId: person.id, action, projectId: project, target: `user/${user}`, old: { role: before.role }, new: { role: role ?? null } });
    return ok(true);
  });
  if (!changed.ok) return changed;
  services.changes.announce({ userId: user as UserId }); // it was found among the members
  return ok({});
}

async function isOnlyLead(transaction: Transaction<Database>, project: string, user: string): Promise<boolean> {
  const other = await transaction.selectFrom('memberships').select('user_id').where('project_id', '=', project).where('role', '=', 'lead').where('user_id', '<>', user).executeTakeFirst();
  return other === undefined;
}

async function setRole(transaction: Transaction<Database>, project: string, user: string, role: Role | undefined): Promise<void> {
  if (role === undefined) await transaction.deleteFrom('memberships').where('project_id', '=', project).where('user_id', '=', user).execute();
  else await transaction.updateTable('memberships').set({ role }).where('project_id', '=', project).where('user_id', '=', user).execute();
}
