import { RoleSchema } from '@consilium/shared/domain/people.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import { type Project, ProjectSchema } from '@consilium/shared/wire/rest/projects.ts';
import { actorWho } from './membership.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** The projects a person is in; an administrator sees all. By name. */
export async function projectsOf(services: Services, person: SignedIn): Promise<readonly Project[]> {
  return read(services, person);
}

export async function readProject(services: Services, person: SignedIn, project: string): Answer<Project> {
  const allowed = await actorWho(services, person, project, 'project.read');
  if (!allowed.ok) return allowed;
  const [found] = await read(services, person, project);
  if (found === undefined) throw new Error(`project ${project} is gone`); // nothing deletes a project
  return ok(found);
}

async function read({ db }: Services, person: SignedIn, project?: string): Promise<Project[]> {
  let rows = db
    .selectFrom('projects')
    .leftJoin('memberships', (join) => join.onRef('memberships.project_id', '=', 'projects.id').on('memberships.user_id', '=', person.id))
    .selectAll('projects')
    .select('memberships.role')
    .select((select) => select.selectFrom('protocol_versions').whereRef('protocol_versions.project_id', '=', 'projects.id').select((max) => max.fn.max('version').as('newest')).as('version'))
    .orderBy('projects.name');
  if (project !== undefined) rows = rows.where('projects.id', '=', project);
  if (!person.isAdministrator) rows = rows.where('memberships.role', 'is not', null);
  return Promise.all(
    (await rows.execute()).map(async (row) => {
      const role = row.role === null ? null : RoleSchema.parse(row.role);
      const maySeeProgress = may({ user: person.id, isAdministrator: person.isAdministrator, role: role ?? undefined }, 'progress.read');
      return ProjectSchema.parse({
        id: row.id, name: row.name, objective: JSON.parse(row.objective), modalities: JSON.parse(row.modalities), plan: JSON.parse(row.plan), createdAt: row.created_at,
        role, protocolVersion: row.version ?? null, progress: maySeeProgress ? await progressOf(db, row.id, person) : null,
      });
    }),
  );
}

/** An item that this person still reads counts as being read: that the others have submitted is not theirs to know yet. */
async function progressOf(db: Services['db'], project: string, person: SignedIn): Promise<NonNullable<Project['progress']>> {
  const rows = await db
    .selectFrom('items')
    .leftJoin('assignments', (join) => join.onRef('assignments.item_id', '=', 'items.id').on('assignments.user_id', '=', person.id).on('assignments.state', 'in', ['assigned', 'reserved', 'open']))
    .select(['items.phase', (count) => count.fn.countAll().as('n'), (count) => count.fn.count('assignments.item_id').as('mine')])
    .where('items.project_id', '=', project)
    .groupBy('items.phase')
    .execute();
  const open = await db.selectFrom('sessions').select((count) => count.fn.countAll().as('n')).where('project_id', '=', project).where('state', '=', 'open').executeTakeFirst();
  const of = (phase: string) => Number(rows.find((row) => row.phase === phase)?.n ?? 0);
  const hidden = Number(rows.find((row) => row.phase === 'compared')?.mine ?? 0);
  const items = rows.reduce((sum, row) => sum + Number(row.n), 0);
  return { items, reading: of('reading') + hidden, compared: of('compared') - hidden, revealed: of('revealed'), signed: of('signed'), openSessions: Number(open?.n ?? 0) };
}
