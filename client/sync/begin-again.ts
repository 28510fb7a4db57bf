import * as Y from 'yjs';
import type { Device } from './device.ts';
import { fromTab } from './origins.ts';
import { reasonInWords } from './reason-in-words.ts';
import { rebaseDocument } from './rebase-document.ts';
import type { DeviceDatabase } from './store/database.ts';
import { readStoredDocument, replaceStored, withRowsToItself } from './store/stored-document.ts';

/** What the server would not take, in words and as an update. */
export interface RejectedPiece {
  readonly words: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface BegunAgain {
  /** the server's, with all that it took */
  readonly state: Uint8Array<ArrayBuffer>;
  readonly isReadOnly: boolean;
}

/**
 * Hands in what the server lacks of a document, has what it refuses kept, and puts its state in the place of what this device had stored
 * (REBASE1-2). `mine` must take in nothing of the relay's any more (REBASE5).
 * @returns undefined where the server could not be asked: then nothing has changed
 */
export const beginAgain = (device: Device, name: string, mine: Y.Doc, keep: (pieces: readonly RejectedPiece[]) => Promise<unknown>): Promise<BegunAgain | undefined> =>
  withRowsToItself(device.database, name, async () => {
    const { database, writer } = device;
    await writer.settled();
    const lastKey = await takeIn(mine, database, name);
    const rebased = await rebaseDocument(name, mine);
    if (!rebased.ok) return undefined;
    const { state, rejected } = rebased.value;
    await keep(rejected.map(({ group, reason, update }) => ({ words: `${group.words}: ${reasonInWords(reason)}`, bytes: update })));
    await writer.drop(name);
    await replaceStored(database, name, state, lastKey).catch(() => undefined); // the state is the server's own
    return { state, isReadOnly: rejected.some(({ reason }) => saysReadOnly(reason)) };
  });

export const saysReadOnly = (reason: string): boolean => reason === 'read-only' || reason === 'frozen';

/** Takes in what other tabs have written down and not told yet. @returns the key of the last row that is in `mine` */
async function takeIn(mine: Y.Doc, database: DeviceDatabase, name: string): Promise<number> {
  const { unacknowledged, lastKey } = await readStoredDocument(database, name).catch(() => ({ unacknowledged: { updates: [] }, lastKey: 0 }));
  for (const update of unacknowledged.updates) Y.applyUpdate(mine, update, fromTab);
  return lastKey;
}
