import type { Clock } from '@consilium/shared/kernel/time.ts';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { EmbeddedStorage, PostgresStorage } from '../storage/storage.ts';
import { isDatabaseLost } from '../storage/lost.ts';
import { appendAtOnce } from './append-at-once.ts';
import { appendBatch, type Entry } from './append-batch.ts';
import { bindClients, type Claim, clientOwners } from './clients.ts';
import { compactDocument } from './compact.ts';
import { makeCompactor } from './compactor.ts';
import { documentKeys } from './document-keys.ts';
import type { LogContext } from './document-rows.ts';
import { documentsUnder, eraseDocuments } from './erase.ts';
import { freezeAt, setFrozen } from './freeze.ts';
import type { Appended, Standing, UpdateLog } from './port.ts';
import { KnownRows } from './known-rows.ts';
import { makePump } from './pump.ts';
import { quarantined, quarantineUpdate, type Refused } from './quarantine.ts';
import { readDocument, readUpdates } from './read-document.ts';

/** The log, and what the rest of the server needs of it beside the relay's port. */
export interface ServerLog extends UpdateLog {
  /** `freeze` inside a transaction of the caller, together with the rows that say why. */
  freezeIn(tx: Kysely<Database>, document: DocumentName, isFrozen: boolean): Promise<void>;
  /** Freezes inside a transaction of the caller what was judged at `head`. @returns false, with nothing done, where something was written since */
  freezeAtIn(tx: Kysely<Database>, document: DocumentName, head: number): Promise<boolean>;
  /** In the caller's transaction: keys and content of these documents are gone with it, and nothing is ever written to them again. */
  eraseIn(tx: Kysely<Database>, documents: readonly DocumentName[]): Promise<void>;
  documentsUnder(prefix: string): Promise<readonly DocumentName[]>;
  /** Folds a document whose history is otherwise kept, so that what was deleted in it is nowhere any more. */
  forgetHistory(document: DocumentName): Promise<boolean>;
  quarantined(document: DocumentName): Promise<readonly (Refused & { at: string })[]>;
  /** Drains, and ends the compaction thread; the storage stays open. */
  close(): Promise<void>;
}

type LogStorage = Pick<EmbeddedStorage, 'db' | 'type' | 'keys' | 'writeAtOnce'> | Pick<PostgresStorage, 'db' | 'type' | 'keys'>;

/**
 * On SQLite as many as keep the disk and this thread busy at once: what waits meanwhile grows into fewer and longer runs (500 busy documents
 * are taken in by 64 a fifth faster than by 256, by 256 twice as fast as by 1,024). On PostgreSQL each transaction costs its round trips.
 */
const appendsInTransaction = { sqlite: 64, postgres: 4_000 } as const;

/** The update log over the database, with group commit: one per process. */
export function makeUpdateLog(storage: LogStorage, clock: Clock): ServerLog {
  const writeAtOnce = storage.type === 'sqlite' ? storage.writeAtOnce : undefined;
  const context: LogContext = { storage, writeAtOnce, heads: new KnownRows(), keys: documentKeys(storage.keys), clock };
  const compactor = makeCompactor();
  const byDocument = { nameOf: ({ document }: Entry | Claim) => document, isHopeless: isDatabaseLost };
  const pump = makePump<Entry, Appended>((entries) => appendBatch(context, entries), {
    ...byDocument,
    maxBatch: appendsInTransaction[storage.type],
    writeAhead: (entries) => appendAtOnce(context, entries),
  });
  const claims = makePump<Claim, string>((wanted) => bindClients(context, wanted), byDocument);
  return {
    append: (document, actorId, clientId, update) => pump.put({ document, actorId, clientId, update }),
    load: (document) => readDocument(context, document),
    since: (document, after) => readUpdates(context, document, after),
    heads: (documents) => readHeads(context, documents),
    standings: (documents) => readStandings(context, documents),
    freeze: (document, isFrozen) =>
      storage.db.transaction().execute((tx) => setFrozen(context, tx, document, isFrozen)),
    freezeIn: (tx, document, isFrozen) => setFrozen(context, tx, document, isFrozen),
    freezeAtIn: (tx, document, head) => freezeAt(context, tx, document, head),
    eraseIn: (tx, documents) => eraseDocuments(context, tx, documents),
    documentsUnder: (prefix) => documentsUnder(context, prefix),
    forgetHistory: (document) => compactDocument(context, compactor, document, 'whole'),
    bindClient: (document, clientId, userId) => claims.put({ document, clientId, userId, at: clock() }),
    clientOwners: (document) => clientOwners(context, document),
    quarantine: (entry) => quarantineUpdate(context, entry),
    quarantined: (document) => quarantined(context, document),
    compact: (document, when = 'grown') => compactDocument(context, compactor, document, when),
    async drain() {
      await Promise.all([pump.drain(), claims.drain()]);
    },
    async close() {
      await Promise.all([pump.drain(), claims.drain()]);
      await compactor.close();
    },
  };
}

/** As `standings`, with 0 for those that are not there. */
async function readHeads(context: LogContext, documents: readonly DocumentName[]): Promise<ReadonlyMap<DocumentName, number>> {
  const standings = await readStandings(context, documents);
  return new Map(documents.map((document) => [document, standings.get(document)?.head ?? 0]));
}

async function readStandings({ storage }: LogContext, documents: readonly DocumentName[]): Promise<ReadonlyMap<DocumentName, Standing>> {
  const standings = new Map<DocumentName, Standing>();
  const names = [...new Set(documents)];
  for (let start = 0; start < names.length; start += 500) {
    const rows = await storage.db
      .selectFrom('documents')
      .select(['id', 'head', 'frozen'])
      .where('id', 'in', names.slice(start, start + 500))
      .execute();
    for (const { id, head, frozen } of rows) standings.set(id, { head, isFrozen: frozen === 1 });
  }
  return standings;
}
