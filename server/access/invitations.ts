import { RoleSchema } from '@consilium/shared/domain/people.ts';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import * as z from 'zod';
import { meOf } from '../work/me.ts';
import { type Answer, type Refusal, refuse, tooManyAttempts } from '../work/refusal.ts';
import type { Services, SignedIn } from '../work/services.ts';
import type { AccountTables } from './account-tables.ts';
import { hashOfSecret } from '../work/secret-token.ts';
import { openSession } from './sign-in.ts';
import type { Access } from './world.ts';

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const InvitedRole = z.union([RoleSchema, z.literal('administrator')]);
type InvitedRole = z.infer<typeof InvitedRole>;

export interface LookedAt {
  readonly role: InvitedRole;
  readonly projectName: string | null;
  readonly invitedBy: string | null;
  readonly expiresAt: string;
}

/** What an invitation is for. Looking does not use it up. */
export async function lookAtInvitation(access: Access, token: string, from: string): Answer<LookedAt> {
  const found = await openInvitation(access, token, from);
  if (!found.ok) return found;
  const { role, project_name, created_by, expires_at } = found.value;
  const by = (await access.services.people.find([created_by])).get(created_by);
  return ok({ role, projectName: project_name, invitedBy: by?.name ?? null, expiresAt: expires_at });
}

/** Accepts an invitation, once: makes the account, or joins the person who is already signed in; signs in at once. */
export async function acceptInvitation(access: Access, { token, account }: { token: string; account?: NewAccount | undefined }, person: SignedIn | undefined, from: string, responseHeaders: Headers): Answer<Me> {
  const found = await openInvitation(access, token, from);
  if (!found.ok) return found;
  if (person !== undefined && account === undefined) return join(access, found.value, person);
  if (account === undefined) return refuse(422, 'AccountNeeded', 'Give a name, an e-mail address and a password, or sign in first.');
  const made = await makeAccount(access, account);
  if (!made.ok) return made;
  const joined = await join(access, found.value, { id: made.value, name: account.name, email: account.email, isAdministrator: false });
  if (!joined.ok) {
    const { internalAdapter } = await access.accounts.$context;
    await internalAdapter.deleteUser(made.value); // somebody else was quicker with the same link
    return joined;
  }
  const signedIn = await openSession(access, { email: account.email.trim().toLowerCase(), password: account.password }, responseHeaders);
  if (signedIn === undefined) throw new Error('an account that was just made cannot sign in');
  return ok(await meOf(access.services, signedIn));
}

interface Invitation {
  readonly id: string;
  readonly project_id: string | null;
  readonly project_name: string | null;
  readonly role: InvitedRole;
  readonly created_by: string;
  readonly expires_at: string;
}

async function openInvitation({ services, limits }: Access, token: string, from: string): Promise<Result<Invitation, Refusal>> {
  const waiting = await limits.attempt('invitation', [from]);
  if (waiting !== undefined) return tooManyAttempts(waiting.waitSeconds);
  const row = await services.db
    .selectFrom('invitations')
    .leftJoin('projects', 'projects.id', 'invitations.project_id')
    .select(['invitations.id', 'invitations.project_id', 'projects.name as project_name', 'invitations.role', 'invitations.created_by', 'invitations.expires_at', 'invitations.used_at'])
    .where('token_hash', '=', hashOfSecret(token))
    .executeTakeFirst();
  if (row === undefined || row.used_at !== null || row.expires_at <= services.clock()) return gone;
  await limits.succeeded('invitation', from);
  return ok({ ...row, role: InvitedRole.parse(row.role) });
}

const gone = refuse(410, 'InvitationOver', 'This invitation has been used, has been taken back, or is older than 72 hours. Ask whoever invited you for a new link.');

/** The account alone has no rights: those come with the invitation, in one transaction, in `join`. */
async function makeAccount({ accounts }: Access, { name, email, password }: NewAccount): Promise<Result<UserId, Refusal>> {
  const address = z.email().safeParse(email.trim().toLowerCase());
  if (!address.success) return refuse(422, 'NotAnAddress', `“${email}” is not an e-mail address. Write it as name@example.org.`);
  const { internalAdapter, password: hashing } = await accounts.$context;
  if ((await internalAdapter.findUserByEmail(address.data)) !== null) {
    return refuse(409, 'AccountExists', 'There is an account with this e-mail address already. Sign in with it, then open the link again.');
  }
  const user = await internalAdapter.createUser({ name: name.trim(), email: address.data, emailVerified: false, isAdministrator: false }, { method: 'email-password' });
  await internalAdapter.linkAccount({ userId: user.id, providerId: 'credential', accountId: user.id, password: await hashing.hash(password) });
  return ok(user.id as UserId); // an id of an account we just made
}

async function join({ services }: Access, invitation: Invitation, person: SignedIn): Answer<Me> {
  const now = services.clock();
  if (await isMember(services, invitation.project_id, person)) return refuse(409, 'AlreadyMember', 'You are in this project already; the invitation stays open for somebody else. A lead changes roles under People.');
  const joined = await services.db.transaction().execute(async (transaction): Promise<Result<true, Refusal>> => {
    const used = await transaction
      .updateTable('invitations')
      .set({ used_at: now, used_by: person.id })
      .where('id', '=', invitation.id)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) return failed(gone.error);
    if (invitation.role === 'administrator') {
      await transaction.deleteFrom('invitations').where('role', '=', 'administrator').where('used_at', 'is', null).execute(); // of servers that started with this one
      await transaction.withTables<AccountTables>().updateTable('user').set({ isAdministrator: services.config.databaseUrl === undefined ? 1 : true }).where('id', '=', person.id).execute();
    } else if (invitation.project_id !== null) {
      const membership = { project_id: invitation.project_id, user_id: person.id, role: invitation.role, created_at: now };
      await transaction.insertInto('memberships').values(membership).execute();
    }
    await services.audit.record(transaction, {
      actorId: person.id, action: 'people.joined', projectId: invitation.project_id, target: `invitation/${invitation.id}`, new: { role: invitation.role, name: person.name },
    });
    return ok(true);
  });
  if (!joined.ok) return joined;
  services.changes.announce({ userId: person.id });
  return ok(await meOf(services, { ...person, isAdministrator: person.isAdministrator || invitation.role === 'administrator' }));
}

async function isMember({ db }: Pick<Services, 'db'>, project: string | null, person: SignedIn): Promise<boolean> {
  if (project === null) return false;
  const row = await db.selectFrom('memberships').select('role').where('project_id', '=', project).where('user_id', '=', person.id).executeTakeFirst();
  return row !== undefined;
}
