import type { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import type * as z from 'zod/mini';
import { type Answer, refuse } from './refusal.ts';
import { readProject } from './read-projects.ts';
import { mayCreateProjects, mayNotCreate } from './creators.ts';
import type { Services, SignedIn } from './services.ts';

export type ProjectFields = z.infer<typeof endpoints.createProject.body>;

/** Creates a project; its creator is its first lead. */
export async function createProject(services: Services, person: SignedIn, fields: ProjectFields): Answer<Project> {
  if (!(await mayCreateProjects(services, person))) return mayNotCreate();
  const unknown = unknownModality(fields.modalities);
  if (unknown !== undefined) return refuse(422, 'UnknownModality', `“${unknown}” is no modality of this installation: choose among ${modalities.join(', ')}.`);
  const id = services.newId();
  const now = services.clock();
  await services.db.transaction().execute(async (transaction) => {
    const { name, objective, modalities, plan } = fields;
    const columns = { objective: JSON.stringify(objective), modalities: JSON.stringify(modalities), plan: JSON.stringify(plan) };
    await transaction.insertInto('projects').values({ id, name, ...columns, created_at: now, created_by: person.id }).execute();
    await transaction.insertInto('memberships').values({ project_id: id, user_id: person.id, role: 'lead', created_at: now }).execute();
    await services.audit.record(transaction, { actorId: person.id, action: 'project.created', projectId: id, target: `project/${id}`, new: fields });
  });
  services.changes.announce({ userId: person.id });
  return readProject(services, person, id);
}

const modalities: readonly string[] = ['imaging', 'text'];

export const unknownModality = (wanted: readonly string[]): string | undefined => wanted.find((one) => !modalities.includes(one));
