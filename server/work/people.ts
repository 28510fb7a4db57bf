import { type Role, RoleSchema } from '@consilium/shared/domain/people.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { PersonRow } from '@consilium/shared/wire/rest/people.ts';
import { actorWho } from './membership.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Members and their roles, by name. */
export async function peopleOf(services: Services, person: SignedIn, project: string): Answer<{ people: PersonRow[] }> {
  const allowed = await actorWho(services, person, project, 'people.read');
  if (!allowed.ok) return allowed;
  const rows = await membersOf(services, project);
  const accounts = await services.people.find(rows.map((row) => row.user_id));
  const people = rows.map(({ user_id, role, created_at }) => {
    const { name, email } = accounts.get(user_id) ?? { name: '', email: '' };
    return { id: user_id, name, email, role: RoleSchema.parse(role), since: created_at };
  });
  return ok({ people: people.sort((a, b) => a.name.localeCompare(b.name, 'en')) });
}

/** Id and name of every member: for mentions, cursors and rows. */
export async function namesOf(services: Services, person: SignedIn, project: string): Answer<{ names: { id: string; name: string }[] }> {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  const rows = await membersOf(services, project);
  const accounts = await services.people.find(rows.map((row) => row.user_id));
  const names = rows.map(({ user_id }) => ({ id: user_id, name: accounts.get(user_id)?.name ?? '' }));
  return ok({ names: names.sort((a, b) => a.name.localeCompare(b.name, 'en')) });
}

export const membersOf = ({ db }: Pick<Services, 'db'>, project: string) =>
  db.selectFrom('memberships').select(['user_id', 'role', 'created_at']).where('project_id', '=', project).execute();

/** Invitations of the project, newest first. */
export async function invitationsOf(services: Services, person: SignedIn, project: string) {
  const allowed = await actorWho(services, person, project, 'people.invite');
  if (!allowed.ok) return allowed;
  const rows = await services.db.selectFrom('invitations').selectAll().where('project_id', '=', project).orderBy('created_at', 'desc').execute();
  const invitations = rows.map(({ id, role, note, created_at, expires_at, used_at }) => ({ id, role: role as Role, note, createdAt: created_at, expiresAt: expires_at, usedAt: used_at })); // written by invite.ts
  return ok({ invitations });
}
