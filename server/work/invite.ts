import type { Role } from '@consilium/shared/domain/people.ts';
import { instantOf, millisecondsOf } from '@consilium/shared/kernel/time.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { hashOfSecret, newSecret } from './secret-token.ts';
import { actorWho } from './membership.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

const lifeMilliseconds = 72 * 3600 * 1000;

interface Wanted {
  readonly project: string | null; // null: of the whole installation
  readonly role: Role | 'administrator';
  readonly note: string;
  readonly by: string; // a user id, or `server`
}

export interface Invited {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** A lead invites somebody into the project, in a role. */
export async function invite(services: Services, person: SignedIn, project: string, { role, note }: { role: Role; note: string }): Answer<Invited> {
  const allowed = await actorWho(services, person, project, 'people.invite');
  if (!allowed.ok) return allowed;
  return ok(await makeInvitation(services, { project, role, note, by: person.id }));
}

/** A link that makes one account, once, within 72 hours. The token stands only in the link: its hash is kept. */
export async function makeInvitation(services: Services, { project, role, note, by }: Wanted): Promise<Invited> {
  const token = newSecret();
  const now = services.clock();
  const invitation = { id: services.newId(), created_at: now, expires_at: instantOf(millisecondsOf(now) + lifeMilliseconds) };
  await services.db.transaction().execute(async (transaction) => {
    const row = { ...invitation, token_hash: hashOfSecret(token), project_id: project, role, note, created_by: by, used_at: null, used_by: null };
    await transaction.insertInto('invitations').values(row).execute();
    await services.audit.record(transaction, { actorId: by, action: 'people.invited', projectId: project, target: `invitation/${invitation.id}`, new: { role, note } });
  });
  return { id: invitation.id, url: `${services.config.publicUrl}/invitation#${token}`, expiresAt: invitation.expires_at };
}

/** Takes an invitation back that nobody has used. */
export async function revokeInvitation(services: Services, person: SignedIn, project: string, invitation: string): Answer<Record<string, never>> {
  const allowed = await actorWho(services, person, project, 'people.invite');
  if (!allowed.ok) return allowed;
  const isGone = await services.db.transaction().execute(async (transaction) => {
    const gone = await transaction
      .deleteFrom('invitations')
      .where('id', '=', invitation)
      .where('project_id', '=', project)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) return false;
    await services.audit.record(transaction, { actorId: person.id, action: 'people.invitation-revoked', projectId: project, target: `invitation/${invitation}` });
    return true;
  });
  return isGone ? ok({}) : notFound();
}
