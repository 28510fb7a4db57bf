import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { sourceBytes } from '../../sync/sources.ts';

/** Brings a note to this device; from there it is read at once. There is nothing to let go. */
export function prepareNote(item: Item): () => void {
  const source = item.sources[0]?.sha256;
  if (source) void sourceBytes(item.id, source); // a failure is told when the item is opened
  return () => undefined;
}
