import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Instant } from '@consilium/shared/kernel/time.ts';

/** One update as it was admitted: who, when, which bytes (Yjs update format V1). */
export interface LoggedUpdate {
  readonly seq: number; // 1-based and gap-free within its document
  readonly actorId: string;
  readonly clientId: number;
  readonly at: Instant;
  readonly update: Uint8Array;
}

/** An update, or how to have it when its turn to be written comes: what is called once has been settled for good. */
export type LateBytes = Uint8Array | (() => Uint8Array);

export const bytesNow = (update: LateBytes): Uint8Array => (typeof update === 'function' ? update() : update);

export interface Appended {
  readonly document: DocumentName;
  readonly seq: number;
}

/** What a document holds on disk: a snapshot of everything up to `snapshotSeq`, and the updates after it. */
export interface StoredDocument {
  readonly head: number;
  readonly snapshotSeq: number;
  readonly snapshot: Uint8Array | undefined;
  readonly updates: readonly LoggedUpdate[];
  readonly isFrozen: boolean;
}

export interface Standing {
  readonly head: number;
  readonly isFrozen: boolean;
}

/**
 * The append-only update log. `append` resolves only when the update is durable (fsync'd); it rejects, without having
 * written, with `FrozenDocumentError` once the document is frozen, and with the database's error when it cannot write.
 */
export interface UpdateLog {
  append(document: DocumentName, actorId: string, clientId: number, update: LateBytes): Promise<Appended>;
  load(document: DocumentName): Promise<StoredDocument>;
  /**
   * Updates with a sequence greater than `after`, in order; for catching up. Where compaction has folded the next ones
   * away the list begins later than `after + 1`, or is empty below the head: `load` instead.
   */
  since(document: DocumentName, after: number): Promise<readonly LoggedUpdate[]>;
  /** Newest sequences, for the documents asked for (0 where there is none). */
  heads(documents: readonly DocumentName[]): Promise<ReadonlyMap<DocumentName, number>>;
  /** Newest sequence and whether frozen, for those of the documents that are in the log. */
  standings(documents: readonly DocumentName[]): Promise<ReadonlyMap<DocumentName, Standing>>;
  freeze(document: DocumentName, isFrozen: boolean): Promise<void>;
  /** First claim wins: the user to whom this clientID belongs in this document from now on. */
  bindClient(document: DocumentName, clientId: number, userId: string): Promise<string>;
  clientOwners(document: DocumentName): Promise<ReadonlyMap<number, string>>;
  quarantine(entry: { document: DocumentName; userId: string; reason: string; update: Uint8Array }): Promise<void>;
  /**
   * Folds everything up to the head into a snapshot; returns whether it did.
   * @param when `grown` (default): only past 200 updates or 64 KiB since the last one; `any`: with a single update already
   */
  compact(document: DocumentName, when?: 'grown' | 'any'): Promise<boolean>;
  /** Waits until everything handed in is durable. */
  drain(): Promise<void>;
}
