import { ok } from '@consilium/shared/kernel/result.ts';
import type { ImportSummary } from '@consilium/shared/wire/rest/projects.ts';
import { sql } from 'kysely';
import { actorWho } from './membership.ts';
import { importOf } from './pictures.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** The imports into a project of which a file has come, the newest first; pictures of examples are none. */
export async function imports({ db, ...services }: Services, person: SignedIn, project: string): Answer<{ imports: ImportSummary[] }> {
  const allowed = await actorWho({ db, ...services }, person, project, 'data.import');
  if (!allowed.ok) return allowed;
  const rows = await db
    .selectFrom('import_files')
    .select(({ fn }) => [
      'import_id',
      fn.min('at').as('at'),
      fn.count(sql`case when state = 'stored' then 1 end`).as('stored'),
      fn.count(sql`case when state = 'duplicate' then 1 end`).as('duplicate'),
      fn.count(sql`case when state = 'refused' then 1 end`).as('refused'),
      fn.count(sql`case when state = 'stored' and item_id is null then 1 end`).as('waiting'),
      fn.count(sql`case when state = 'stored' then item_id end`).distinct().as('cases'),
    ])
    .where('project_id', '=', project)
    .where('import_id', '!=', importOf(project))
    .groupBy('import_id')
    .orderBy(({ fn }) => fn.max('id'), 'desc')
    .execute();
  return ok({
    imports: rows.map(({ import_id, at, stored, duplicate, refused, waiting, cases }) => ({
      import: import_id, at, stored: Number(stored), duplicate: Number(duplicate), refused: Number(refused), waiting: Number(waiting), cases: Number(cases),
    })),
  });
}
