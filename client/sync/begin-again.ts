import * as Y from 'yjs';
import type { Device } from './device.ts';
import { fromTab } from './origins.ts';
import { reasonInWords } from './reason-in-words.ts';
import { rebaseDocument } from './rebase-document.ts';
import { saveFacts } from './save-facts.ts';
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
 * @param onRead told at the moment up to which this person's changes in `mine` are handed in; later ones stay in `mine` alone
 * @returns undefined where the server could not be asked: then nothing has changed
 */
export const beginAgain = (device: Device, name: string, mine: Y.Doc, keep: (pieces: readonly RejectedPiece[]) => Promise<boolean>, onRead: () => void): Promise<BegunAgain | undefined> =>
  withRowsToItself(device.database, name, async () => {
    const { database, writer } = device;
    await writer.settled();
    const lastKey = await takeIn(mine, database, name);
    const rebased = await rebaseDocument(name, mine, onRead);
    if (!rebased.ok) return undefined;
    const { state, rejected } = rebased.value;
    const isKept = await keep(rejected.map(({ group, reason, update }) => ({ words: `${group.words}: ${reasonInWords(reason)}`, bytes: update })));
    if (isKept) {
      await writer.drop(name);
      await replaceStored(database, name, state, lastKey).catch(() => undefined); // the state is the server's own
    } // else the rows stay, which alone hold what was refused: it is handed in again at the next visit
    return { state, isReadOnly: rejected.some(({ reason }) => saysReadOnly(reason)) };
  });

/** The server could not be asked: it is asked again in a while, and not before there is a link. @param isOver nobody waits for it any more */
export function beginLater(isOver: () => boolean, again: () => void): void {
  const tryNow = (): void => {
    if (isOver()) return;
    if (saveFacts.facts().link.type === 'open') again();
    else beginLater(isOver, again);
  };
  setTimeout(tryNow, 5_000);
}

/**
 * Forgets rows with what was done while a document was begun again, once what this task writes of it (the same, done anew) is down: as it
 * stood there it would be handed in a second time, maybe over something newer.
 */
export function forgetOnceWritten({ writer, database }: Device, name: string, rows: readonly number[]): void {
  const nothing = new Uint8Array([0, 0]);
  const forget = (key: number): Promise<void> => database.updates.bulkDelete(rows.filter((row) => row !== key));
  writer.write(name, nothing, 0, (key) => void forget(key).catch(() => undefined)); // it is the same value once more
}

export const saysReadOnly = (reason: string): boolean => reason === 'read-only' || reason === 'frozen';

/** Takes in what other tabs have written down and not told yet. @returns the key of the last row that is in `mine` */
async function takeIn(mine: Y.Doc, database: DeviceDatabase, name: string): Promise<number> {
  const { unacknowledged, lastKey } = await readStoredDocument(database, name).catch(() => ({ unacknowledged: { updates: [] }, lastKey: 0 }));
  for (const update of unacknowledged.updates) Y.applyUpdate(mine, update, fromTab);
  return lastKey;
}
