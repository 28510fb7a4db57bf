import type { Services, SignedIn } from './services.ts';

/** `reading/<item>/<annotator>`, `item/<item>` and the like: the second part. */
export const itemOfTarget = (target: string): string => target.split('/')[1] ?? '';

/** Whether a line of the audit trail may be shown: of items still read blind only one's own. */
export const isShown = (line: { readonly actor_id: string; readonly target: string }, person: SignedIn, hidden: ReadonlySet<string>): boolean =>
  line.actor_id === person.id || !hidden.has(itemOfTarget(line.target));

/**
 * The items, of all projects, that this person still reads blind. While there are any, numbers and hashes of the one trail are
 * withheld too: between them it shows that a line was written on such an item.
 */
export async function itemsStillReadBy({ db }: Pick<Services, 'db'>, person: SignedIn): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('assignments')
    .innerJoin('items', 'items.id', 'assignments.item_id')
    .select('assignments.item_id')
    .where('items.phase', 'in', ['reading', 'compared'])
    .where('assignments.user_id', '=', person.id)
    .where('assignments.state', 'in', ['assigned', 'reserved', 'open'])
    .execute();
  return new Set(rows.map((row) => row.item_id));
}
