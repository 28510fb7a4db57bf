import { forbidden } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Administrators, and whoever leads a project already: an annotator who was invited to one makes none of their own. */
export async function mayCreateProjects({ db }: Pick<Services, 'db'>, person: SignedIn): Promise<boolean> {
  if (person.isAdministrator) return true;
  const leading = await db.selectFrom('memberships').select('project_id').where('user_id', '=', person.id).where('role', '=', 'lead').executeTakeFirst();
  return leading !== undefined;
}

export const mayNotCreate = () => forbidden('Projects are created by administrators and by those who lead a project already. Ask an administrator.');
