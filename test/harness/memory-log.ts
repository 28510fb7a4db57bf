import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { bytesNow, type Appended, type LoggedUpdate, type StoredDocument, type UpdateLog } from '@consilium/server/log/port.ts';
import * as Y from 'yjs';

interface Kept {
  updates: LoggedUpdate[];
  snapshot: Uint8Array | undefined;
  snapshotSeq: number;
  isFrozen: boolean;
  clients: Map<number, string>;
}

export interface Quarantined {
  readonly document: DocumentName;
  readonly userId: string;
  readonly reason: string;
  readonly update: Uint8Array;
}

export interface MemoryLog extends UpdateLog {
  readonly quarantined: Quarantined[];
  /** Set to make appends wait: resolves when the "disk" is done. */
  commit: () => Promise<void>;
  appends: number;
}

/** An update log that keeps everything in memory; "durable" means that `commit` resolved. */
export function makeMemoryLog(): MemoryLog {
  const documents = new Map<DocumentName, Kept>();
  const quarantined: Quarantined[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const kept = (document: DocumentName): Kept => {
    let found = documents.get(document);
    if (found === undefined) {
      found = { updates: [], snapshot: undefined, snapshotSeq: 0, isFrozen: false, clients: new Map() };
      documents.set(document, found);
    }
    return found;
  };
  const head = (found: Kept) => found.updates.at(-1)?.seq ?? found.snapshotSeq;
  const log: MemoryLog = {
    quarantined,
    appends: 0,
    commit: () => Promise.resolve(),
    append(document, actorId, clientId, update) {
      log.appends++;
      const appended = Promise.all([last.catch(() => undefined), log.commit()]).then((): Appended => {
        const found = kept(document);
        const seq = head(found) + 1;
        found.updates.push({ seq, actorId, clientId, at: instantOf(0), update: bytesNow(update).slice() });
        return { document, seq };
      });
      last = appended;
      return appended;
    },
    load(document): Promise<StoredDocument> {
      const found = kept(document);
      const { snapshot, snapshotSeq, isFrozen } = found;
      return Promise.resolve({ head: head(found), snapshotSeq, snapshot, updates: [...found.updates], isFrozen });
    },
    since: (document, after) => Promise.resolve(kept(document).updates.filter((update) => update.seq > after)),
    heads: (names) => Promise.resolve(new Map(names.map((name) => [name, head(kept(name))]))),
    standings: (names) => Promise.resolve(new Map(names.map((name) => [name, { head: head(kept(name)), isFrozen: kept(name).isFrozen }]))),
    freeze(document, isFrozen) {
      kept(document).isFrozen = isFrozen;
      return Promise.resolve();
    },
    bindClient(document, clientId, userId) {
      const { clients } = kept(document);
      if (!clients.has(clientId)) clients.set(clientId, userId);
      return Promise.resolve(clients.get(clientId) ?? userId);
    },
    clientOwners: (document) => Promise.resolve(new Map(kept(document).clients)),
    quarantine(entry) {
      quarantined.push(entry);
      return Promise.resolve();
    },
    compact(document) {
      const found = kept(document);
      if (found.updates.length < 200) return Promise.resolve(false);
      const doc = new Y.Doc();
      doc.transact(() => {
        if (found.snapshot !== undefined) Y.applyUpdate(doc, found.snapshot);
        for (const { update } of found.updates) Y.applyUpdate(doc, update);
      });
      found.snapshotSeq = head(found);
      found.snapshot = Y.encodeStateAsUpdate(doc);
      found.updates = [];
      return Promise.resolve(true);
    },
    drain: () => last.then(() => undefined),
  };
  return log;
}
