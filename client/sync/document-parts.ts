import { undoManagerOf } from '@consilium/shared/document/undo.ts';
import { newClientId } from '@consilium/shared/wire/client-ids.ts';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { fromDevice } from './origins.ts';
import { WaitingMarks } from './waiting-marks.ts';

/** A Yjs document with all that hangs on it; made anew when a document is rebased. */
export interface DocumentParts {
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly origin: object;
  readonly undo: Y.UndoManager;
  readonly waitingMarks: WaitingMarks;
}

/** A client id of its own for each tab and document. Nothing deleted is thrown away: the relay wants structs as they were written. */
export function makeParts(updates: readonly Uint8Array[], unacknowledged: readonly Uint8Array[] = []): DocumentParts {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = newClientId(Math.random);
  const apply = (some: readonly Uint8Array[]): void =>
    doc.transact(() => {
      for (const update of some) Y.applyUpdate(doc, update, fromDevice);
    }, fromDevice);
  apply(updates);
  const waitingMarks = new WaitingMarks(doc, () => apply(unacknowledged));
  const origin = { from: 'this person' };
  const awareness = new Awareness(doc);
  return { doc, awareness, origin, undo: undoManagerOf(doc, origin), waitingMarks };
}

export function destroyParts(parts: DocumentParts): void {
  parts.awareness.destroy();
  parts.undo.destroy();
  parts.doc.destroy();
}
