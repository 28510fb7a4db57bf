import { ok } from '@consilium/shared/kernel/result.ts';
import { actorWho } from './membership.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Which of these are sources in this project already; of other projects nothing is told. */
export async function knownSources(services: Services, person: SignedIn, project: string, hashes: readonly string[]): Answer<{ known: string[] }> {
  const allowed = await actorWho(services, person, project, 'data.import');
  if (!allowed.ok) return allowed;
  const known = new Set<string>();
  for (let start = 0; start < hashes.length; start += 500) {
    const rows = await services.db
      .selectFrom('item_sources')
      .innerJoin('items', 'items.id', 'item_sources.item_id')
      .select('item_sources.sha256')
      .where('items.project_id', '=', project)
      .where('item_sources.sha256', 'in', hashes.slice(start, start + 500))
      .execute();
    for (const { sha256 } of rows) known.add(sha256);
  }
  return ok({ known: [...known] });
}
