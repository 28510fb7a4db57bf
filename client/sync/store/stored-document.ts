import * as Y from 'yjs';
import type { DeviceDatabase, UpdateRow } from './database.ts';

export interface StoredDocument {
  /** what the server has, or gave */
  readonly updates: readonly Uint8Array[];
  /** rows with changes of this person that no server has called durable, and how many changes */
  readonly unacknowledged: { readonly keys: readonly number[]; readonly edits: number; readonly updates: readonly Uint8Array[] };
  /** the server has answered for it before */
  readonly isKnown: boolean;
  /** the newest row; 0 where there is none */
  readonly lastKey: number;
}

export const nothingStored: StoredDocument = { updates: [], unacknowledged: { keys: [], edits: 0, updates: [] }, isKnown: false, lastKey: 0 };

/** All that this device has of a document. */
export async function readStoredDocument(database: DeviceDatabase, name: string): Promise<StoredDocument> {
  const [rows, row] = await Promise.all([
    database.updates.where('document').equals(name).toArray(),
    database.documents.get(name),
  ]);
  const waiting = rows.filter(({ edits }) => edits > 0);
  if (rows.length > compactAbove) void compact(database, name);
  return {
    updates: rows.filter(({ edits }) => edits === 0).map(({ bytes }) => bytes),
    unacknowledged: {
      keys: waiting.map(({ key }) => key),
      edits: waiting.reduce((sum, { edits }) => sum + edits, 0),
      updates: waiting.map(({ bytes }) => bytes),
    },
    isKnown: row?.isKnown ?? false,
    lastKey: Math.max(0, ...rows.map(({ key }) => key)),
  };
}

export async function markKnown(database: DeviceDatabase, name: string): Promise<void> {
  await database.documents.put({ name, isKnown: true, openedAt: Date.now() });
}

/** The server has called these rows durable: they may be compacted. */
export async function markAcknowledged(database: DeviceDatabase, keys: readonly number[]): Promise<void> {
  if (keys.length === 0) return;
  await database.transaction('rw', database.updates, async () => {
    const rows = await database.updates.bulkGet([...keys]); // two steps, whatever their number: all that is drawn meanwhile waits behind this
    await database.updates.bulkPut(rows.flatMap((row) => (row === undefined ? [] : [{ ...row, edits: 0 }])));
  });
}

/** Puts one whole state, of the server's own, in the place of all that was kept up to a row; what another tab has written since stays. */
export async function replaceStored(database: DeviceDatabase, name: string, state: Uint8Array<ArrayBuffer>, lastKey: number): Promise<void> {
  await database.transaction('rw', database.updates, async () => {
    await database.updates.where('document').equals(name).filter(({ key }) => key <= lastKey).delete();
    await database.updates.add({ document: name, bytes: state, edits: 0 });
  });
}

export async function forgetDocument(database: DeviceDatabase, name: string): Promise<void> {
  await database.updates.where('document').equals(name).delete();
  await database.documents.delete(name);
}

/** Changes waiting on this device by document, open or not. */
export async function waitingByDocument(database: DeviceDatabase): Promise<ReadonlyMap<string, number>> {
  const waiting = new Map<string, number>();
  await database.updates
    .where('edits')
    .above(0)
    .each(({ document, edits }) => void waiting.set(document, (waiting.get(document) ?? 0) + edits));
  return waiting;
}

const compactAbove = 100;

/** Merges what the server has acknowledged into one row; one tab at a time. Rows still waiting stay as they are. */
async function compact(database: DeviceDatabase, name: string): Promise<void> {
  const merge = () =>
    database.transaction('rw', database.updates, async () => {
      const rows = await database.updates
        .where('document')
        .equals(name)
        .filter(({ edits }) => edits === 0)
        .toArray();
      if (rows.length < 2) return;
      await database.updates.bulkDelete(rows.map(({ key }) => key));
      await database.updates.add({ document: name, bytes: mergedRows(rows), edits: 0 });
    });
  await withRowsToItself(database, name, merge).catch(() => undefined); // it is only tidying; the rows are untouched
}

/** Meanwhile no other tab merges a document's rows or begins it again, where the browser can see to that; rows may be added all the same. */
export const withRowsToItself = <R>(database: DeviceDatabase, name: string, act: () => Promise<R>): Promise<R> =>
  navigator.locks === undefined ? act() : navigator.locks.request(`${database.name}/${name}`, act);

const mergedRows = (rows: readonly UpdateRow[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Y.mergeUpdates(rows.map(({ bytes }) => bytes)));
