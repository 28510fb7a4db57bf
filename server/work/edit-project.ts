import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import { actorWho } from './membership.ts';
import { type ProjectFields, unknownModality } from './create-project.ts';
import { readProject } from './read-projects.ts';
import { type Answer, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

export type ProjectEdit = { readonly [Field in keyof ProjectFields]?: ProjectFields[Field] | undefined };

/** Changes what is given and leaves the rest; items already assigned keep the plan they were assigned by. */
export async function editProject(services: Services, person: SignedIn, project: string, edit: ProjectEdit): Answer<Project> {
  const allowed = await actorWho(services, person, project, 'project.edit');
  if (!allowed.ok) return allowed;
  const unknown = unknownModality(edit.modalities ?? []);
  if (unknown !== undefined) return refuse(422, 'UnknownModality', `“${unknown}” is no modality of this installation.`);
  const before = await readProject(services, person, project);
  if (!before.ok) return before;
  const changed = Object.entries(edit).filter(([, value]) => value !== undefined);
  if (changed.length === 0) return before;
  await services.db.transaction().execute(async (transaction) => {
    const columns = Object.fromEntries(changed.map(([name, value]) => [name, name === 'name' ? (value as string) : JSON.stringify(value)])); // `name` is text, the others are JSON
    await transaction.updateTable('projects').set(columns).where('id', '=', project).execute();
    const { name, objective, modalities, plan } = before.value;
    await services.audit.record(transaction, {
      actorId: person.id, action: 'project.edited', projectId: project, target: `project/${project}`, old: { name, objective, modalities, plan }, new: Object.fromEntries(changed),
    });
  });
  return readProject(services, person, project);
}
