import type { Op } from '@consilium/shared/document/op.ts';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { WaitingMarks } from './waiting-marks.ts';

/** `unknown` until the server has said; `refused`: not there, or not this person's. */
export type DocumentAccess = 'unknown' | 'write' | 'read' | 'refused';

/** A document as a screen holds it: a new object whenever anything but its content changes. */
export interface OpenDocument {
  readonly name: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** what this device has is loaded, and the server has answered once (now or earlier) or cannot be reached */
  readonly isReady: boolean;
  readonly access: DocumentAccess;
  /** the origin of this person's edits, for undo */
  readonly origin: object;
  readonly undo: Y.UndoManager;
  readonly waitingMarks: WaitingMarks;
  apply(ops: readonly Op[]): void;
  /** resolves when the server has called everything durable; waits as long as that takes */
  flush(): Promise<void>;
  /** in words, what could not go in (rights changed meanwhile); kept on this device */
  readonly rejected: readonly string[];
}
