import * as Y from 'yjs';

/**
 * The parts of `[start, end)` of a client's structs that are alive in the document itself. Only asked when the index, which
 * errs towards alive, would otherwise refuse.
 */
export function aliveParts(
  doc: Y.Doc,
  client: number,
  start: number,
  end: number,
): readonly (readonly [number, number])[] {
  const alive: [number, number][] = [];
  const structs = doc.store.clients.get(client) ?? [];
  for (let i = indexAt(structs, start); i < structs.length && structs[i]!.id.clock < end; i++) {
    const { id, length, deleted } = structs[i]!; // in bounds by the loop's condition
    if (!deleted) alive.push([Math.max(start, id.clock), Math.min(end, id.clock + length)]);
  }
  return alive;
}

/** The client who wrote the live value under a key of a root, if there is one. */
export function writerOfKey(doc: Y.Doc, root: string, key: string): number | undefined {
  const item = doc.share.get(root)?._map.get(key);
  return item === undefined || item.deleted ? undefined : item.id.client;
}

/** The key of the map entry that holds this id. */
export function keyAt(doc: Y.Doc, client: number, clock: number): string | undefined {
  const structs = doc.store.clients.get(client) ?? [];
  const struct = structs[indexAt(structs, clock)];
  return struct !== undefined && 'parentSub' in struct ? ((struct as Y.Item).parentSub ?? undefined) : undefined; // only items have it
}

/** Of the struct that holds this clock; their number where none does. */
function indexAt(structs: (Y.Item | Y.GC)[], clock: number): number {
  const last = structs.at(-1);
  return last === undefined || clock >= last.id.clock + last.length ? structs.length : Y.findIndexSS(structs, clock);
}
