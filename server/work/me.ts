import { RoleSchema } from '@consilium/shared/domain/people.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import type { Services, SignedIn } from './services.ts';

/** The person, and what they are in which projects, by project name. */
export async function meOf({ db }: Pick<Services, 'db'>, person: SignedIn): Promise<Me> {
  const memberships = await db
    .selectFrom('memberships')
    .innerJoin('projects', 'projects.id', 'memberships.project_id')
    .select(['projects.id', 'projects.name', 'memberships.role'])
    .where('memberships.user_id', '=', person.id)
    .orderBy('projects.name')
    .execute();
  const demonstration = await db.selectFrom('settings').select('key').where('key', '=', 'demonstration').executeTakeFirst();
  return {
    user: { id: person.id, name: person.name, email: person.email, isAdministrator: person.isAdministrator },
    memberships: memberships.map(({ id, name, role }) => ({ project: id, projectName: name, role: RoleSchema.parse(role) })),
    hasDemonstration: demonstration !== undefined,
  };
}
