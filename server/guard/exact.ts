import type * as Y from 'yjs';

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
  for (const struct of doc.store.clients.get(client) ?? []) {
    const structEnd = struct.id.clock + struct.length;
    if (structEnd <= start || struct.id.clock >= end || struct.deleted) continue;
    alive.push([Math.max(start, struct.id.clock), Math.min(end, structEnd)]);
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
  const struct = doc.store.clients
    .get(client)
    ?.find(({ id, length }) => clock >= id.clock && clock < id.clock + length);
  return struct !== undefined && 'parentSub' in struct ? ((struct as Y.Item).parentSub ?? undefined) : undefined; // only items have it
}
