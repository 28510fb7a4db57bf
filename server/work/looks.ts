import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { itemOfTarget } from './hidden-lines.ts';
import type { Services, SignedIn } from './services.ts';

/** Seeing what is still hidden from others: a reading or discussion of somebody else, or the comparison. */
export interface Look {
  readonly action: 'document.read-before-reveal' | 'comparison.read-before-reveal';
  readonly project: string;
  /** a document's name, or `item/<item>` */
  readonly target: string;
}

/** Leaves a line in the audit trail, before anything is shown; one a minute for each person and target says enough. */
export async function recordLook({ db, audit }: Pick<Services, 'db' | 'audit'>, person: SignedIn, { action, project, target }: Look): Promise<void> {
  const told = toldOn(db);
  const key = `${person.id} ${action} ${target}`;
  const last = told.get(key);
  if (last !== undefined && Date.now() - (await last) < 60_000) return;
  const line = db.transaction().execute((transaction) => audit.record(transaction, { actorId: person.id, action, projectId: project, target }));
  if (told.size > 10_000) told.clear();
  const written = line.then(() => Date.now());
  told.set(key, written);
  await written.catch((error: unknown) => {
    told.delete(key); // it does not stand there: the next try writes it
    throw error;
  });
}

/** When each look was last written down, or is just being written. */
const toldByDatabase = new WeakMap<Kysely<Database>, Map<string, Promise<number>>>();

function toldOn(db: Kysely<Database>): Map<string, Promise<number>> {
  const told = toldByDatabase.get(db) ?? new Map<string, Promise<number>>();
  toldByDatabase.set(db, told);
  return told;
}

/** Items of the project of which this person has seen a reading or discussion of somebody else, or the comparison, before the reveal: a reading of theirs would not be blind. */
export async function itemsLookedAt(db: Kysely<Database>, person: SignedIn, project: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('audit_log')
    .select('target')
    .distinct()
    .where('actor_id', '=', person.id)
    .where('project_id', '=', project)
    .where('action', 'in', ['document.read-before-reveal', 'comparison.read-before-reveal'] satisfies Look['action'][])
    .execute();
  return new Set(rows.filter(({ target }) => target.split('/')[2] !== person.id).map(({ target }) => itemOfTarget(target)));
}
