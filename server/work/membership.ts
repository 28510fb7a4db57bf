import type { ProjectId } from '@consilium/shared/domain/ids.ts';
import { type Role, RoleSchema } from '@consilium/shared/domain/people.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { type Action, may } from '@consilium/shared/permissions/action.ts';
import type { Actor } from '@consilium/shared/permissions/actor.ts';
import { type Answer, forbidden, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** The person as an actor in the project; `undefined` where the project is nothing to them, or is not there. */
export async function actorIn({ db }: Pick<Services, 'db'>, person: SignedIn, project: string): Promise<Actor | undefined> {
  const row = await db
    .selectFrom('projects')
    .leftJoin('memberships', (join) => join.onRef('memberships.project_id', '=', 'projects.id').on('memberships.user_id', '=', person.id))
    .select('memberships.role')
    .where('projects.id', '=', project)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const role: Role | undefined = row.role === null ? undefined : RoleSchema.parse(row.role);
  if (role === undefined && !person.isAdministrator) return undefined;
  return { user: person.id, isAdministrator: person.isAdministrator, role };
}

/** The actor, when they may do this in the project; a stranger gets the answer for what is not there. */
export async function actorWho(services: Pick<Services, 'db'>, person: SignedIn, project: string, action: Action): Answer<Actor> {
  const actor = await actorIn(services, person, project);
  if (actor === undefined) return notFound();
  return may(actor, action) ? ok(actor) : forbidden();
}

/** The project of an item. */
export async function projectOfItem({ db }: Pick<Services, 'db'>, item: string): Promise<ProjectId | undefined> {
  const row = await db.selectFrom('items').select('project_id').where('id', '=', item).executeTakeFirst();
  return row?.project_id as ProjectId | undefined; // text becomes an id: the tables hold only ids that the server made
}
