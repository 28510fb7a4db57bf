import type { Item } from '@consilium/shared/wire/rest/items.ts';

/** Still to be read by the person who asks. */
export const isToDo = ({ mine }: Item): boolean => mine !== null && mine.state !== 'submitted' && mine.state !== 'returned';

/**
 * The list as this device knows it better than the server: what was handed in here, and is not yet taken, is no longer to do.
 * @param handedIn item and time of each submission that waits on this device
 */
export function withHandedInHere(items: readonly Item[], handedIn: readonly { readonly item: string; readonly madeAt: string }[]): readonly Item[] {
  const madeAt = new Map(handedIn.map((row) => [row.item, row.madeAt]));
  return items.map((item) => {
    const at = madeAt.get(item.id);
    return at === undefined || !isToDo(item) ? item : asHandedIn(item, at);
  });
}

export const asHandedIn = (item: Item, at: string): Item => (item.mine === null ? item : { ...item, mine: { ...item.mine, state: 'submitted', submittedAt: at } });

/** The first item still to be read, beginning behind the one with the id `after` and going round; `undefined` when there is none. `after` itself is not offered. */
export function nextToDo(items: readonly Item[], after: string): Item | undefined {
  const at = items.findIndex(({ id }) => id === after);
  return [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))].find(isToDo);
}
