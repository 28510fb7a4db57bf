import { newClientId } from '@consilium/shared/wire/client-ids.ts';
import type { Random } from '@consilium/shared/kernel/random.ts';
import * as Y from 'yjs';

/** Changes that stand or fall together: one annotation, one comment, one answer, one text. */
export interface ChangeGroup {
  readonly root: string;
  readonly words: string;
  /** does the change again on a document with the server's state */
  readonly redo: (doc: Y.Doc) => void;
}

/** Clocks by client: what the server has. */
type Known = ReadonlyMap<number, number>;

/**
 * What this device has and the server has not, by group.
 * @param mine the local document. @param theirs a document with exactly the server's state
 */
export function unsentGroups(mine: Y.Doc, theirs: Y.Doc): readonly ChangeGroup[] {
  const known = Y.decodeStateVector(Y.encodeStateVector(theirs));
  for (const client of takenClients(mine, theirs)) known.delete(client);
  return [...mine.share.keys()].flatMap((root) => [
    ...mapGroups(root, mine, theirs, known),
    ...textGroups(root, mine, known),
  ]);
}

/** The update that puts a group on top of the server's state under a new client id, so that each is judged by itself. */
export function updateOfGroup(
  group: ChangeGroup,
  serverState: Uint8Array,
  random: Random,
): { readonly clientId: number; readonly update: Uint8Array } {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = newClientId(random);
  Y.applyUpdate(doc, serverState);
  const before = Y.encodeStateVector(doc);
  doc.transact(() => group.redo(doc));
  return { clientId: doc.clientID, update: Y.encodeStateAsUpdate(doc, before) };
}

/**
 * Client ids under which the server holds something else than this device: somebody took them first. Clocks say nothing of them, and all
 * that is here under them is unsent.
 */
function takenClients(mine: Y.Doc, theirs: Y.Doc): readonly number[] {
  const taken: number[] = [];
  for (const [client, structs] of mine.store.clients) {
    const end = Y.getState(theirs.store, client);
    const isAnother = structs.some(
      (item) => item instanceof Y.Item && item.id.clock < end && !isAlike(item, Y.getItem(theirs.store, item.id)),
    );
    if (isAnother) taken.push(client);
  }
  return taken;
}

/** The same struct, as far as it can be told: of what was deleted only the place is left. @param other may begin earlier, where text was joined */
function isAlike(item: Y.Item, other: Y.Item | Y.GC): boolean {
  if (!(other instanceof Y.Item) || other.content instanceof Y.ContentDeleted) return true;
  if (item.content instanceof Y.ContentDeleted) return true;
  if (item.parentSub !== other.parentSub || item.content.constructor !== other.content.constructor) return false;
  if (item.content instanceof Y.ContentType) return true;
  const from = item.id.clock - other.id.clock;
  const here = item.content.getContent();
  const there = other.content.getContent().slice(from);
  const length = Math.min(here.length, there.length);
  return JSON.stringify(here.slice(0, length)) === JSON.stringify(there.slice(0, length));
}

const isUnsent = (item: Y.Item, known: Known): boolean =>
  item.id.clock + item.length > (known.get(item.id.client) ?? 0);

function mapGroups(root: string, mine: Y.Doc, theirs: Y.Doc, known: Known): ChangeGroup[] {
  const [local, server] = [mine.share.get(root), theirs.share.get(root)];
  const byId = new Map<string, Map<string, unknown>>();
  for (const [key, item] of local?._map ?? []) {
    const id = key.includes('/') ? key.slice(0, key.indexOf('/')) : key;
    const isMine = isUnsent(item, known);
    const other = server?._map.get(key);
    const isDeletedHere = item.deleted && other !== undefined && !other.deleted && known.has(other.id.client) && hasFollowed(item, other, mine);
    if ((item.deleted || !isMine) && !isDeletedHere) continue;
    byId.set(
      id,
      (byId.get(id) ?? new Map<string, unknown>()).set(key, item.deleted ? undefined : mine.getMap(root).get(key)),
    );
  }
  return [...byId.values()].map((values) => ({
    root,
    words: inWords(root, values),
    redo: (doc) => setAll(doc.getMap(root), values),
  }));
}

/**
 * Whether what a key holds here was put in the place of the server's value, itself or through others since. One that only met it here,
 * as somebody else's at the same time, has not been put there by anybody (REBASE3).
 */
function hasFollowed(item: Y.Item, other: Y.Item, mine: Y.Doc): boolean {
  let one: Y.Item | Y.GC = item;
  while (one instanceof Y.Item && !isPartOf(one, other)) {
    if (one.origin === null) return false;
    one = Y.getItem(mine.store, one.origin);
  }
  return one instanceof Y.Item;
}

/** Values of one key that are all deleted may be one struct. */
const isPartOf = (item: Y.Item, other: Y.Item): boolean =>
  item.id.client === other.id.client && item.id.clock <= other.id.clock && other.id.clock < item.id.clock + item.length;

function setAll(map: Y.Map<unknown>, values: ReadonlyMap<string, unknown>): void {
  for (const [key, value] of values) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

/** Paragraphs that hold unsent words go in again, whole, at the end: said twice is mended by hand, gone is gone. */
function textGroups(root: string, mine: Y.Doc, known: Known): ChangeGroup[] {
  if (mine.share.get(root)?._start == null) return [];
  const nodes = mine
    .getXmlFragment(root)
    .toArray()
    .filter((node) => holdsUnsent(node, known));
  if (nodes.length === 0) return [];
  const words = `${namesByRoot[root.split('/')[0] ?? ''] ?? 'a text'}: “${nodes.map(plainText).join(' ').slice(0, 120)}”`;
  return [
    { root, words, redo: (doc) => doc.getXmlFragment(root).push(nodes.map((node) => node.clone() as Y.XmlElement)) },
  ]; // a clone has its node's own type
}

/** The parts of a shared type that its items hang on. */
interface SharedNode {
  readonly _item: Y.Item | null;
  readonly _start: Y.Item | null;
}

function holdsUnsent(node: SharedNode, known: Known): boolean {
  if (node._item !== null && isUnsent(node._item, known)) return true;
  for (let item = node._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (isUnsent(item, known)) return true;
    if (item.content instanceof Y.ContentType && holdsUnsent(item.content.type, known)) return true;
  }
  return false;
}

const plainText = (node: unknown): string => String(node).replace(/<[^>]*>/g, '');

const namesByRoot: Readonly<Record<string, string>> = {
  annotations: 'an annotation',
  relations: 'a link',
  answers: 'an answer',
  comments: 'a comment',
  decisions: 'a decision',
  draft: 'a change of the protocol',
  guideline: 'guideline text',
  rationale: 'rationale',
  session: 'a step of the session',
  dissent: 'a dissent',
  ballot: 'a ballot',
};

function inWords(root: string, values: ReadonlyMap<string, unknown>): string {
  const geometry = [...values].find(([key]) => key.endsWith('/geometry'))?.[1];
  const kind =
    typeof geometry === 'object' && geometry !== null && 'kind' in geometry
      ? ` (${String(geometry.kind).split('.')[1]})`
      : '';
  return `${namesByRoot[root] ?? `something in “${root}”`}${kind}`;
}
