import { DatabaseAwayError } from '@consilium/server/storage/lost.ts';
import { makeUpdateLog, type ServerLog } from '@consilium/server/log/update-log.ts';
import { makeKeys } from '@consilium/server/storage/keys.ts';
import { openPostgres, type Patience } from '@consilium/server/storage/postgres/open-postgres.ts';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Link, openLink } from '../harness/link.ts';
import { closeCode } from '@consilium/shared/wire/close-codes.ts';
import * as Y from 'yjs';
import { startRelay } from '../harness/relay.ts';
import { connect, recordedDoc } from '../harness/wire-client.ts';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';

const clock = () => instantOf(1_800_000_000_000);
const postgres = storageAdapters.find(({ name }) => name === 'postgres');
/** The real ones divided by ten: what is shown is the order in which they come. */
const hasty: Patience = { connect: 1000, lock: 500, statement: 1000, idle: 1000, answer: 1200 };
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

describe.runIf(postgres !== undefined)('PostgreSQL that takes connections and does not answer', () => {
  let database: TestDatabase;
  let line: Link;
  let storage: Storage;
  let log: ServerLog;
  let direct: ServerLog;
  let directStorage: Storage;

  const openThroughLine = async (patience: Patience): Promise<void> => {
    const { databaseUrl, masterKey } = database.config;
    const url = Object.assign(new URL(databaseUrl!), { port: String(line.port) });
    storage = await openPostgres(url.href, makeKeys(masterKey!), patience);
    log = makeUpdateLog(storage, clock);
  };
  beforeAll(async () => {
    database = await postgres!.make();
    line = await openLink(Number(new URL(database.config.databaseUrl!).port), '127.0.0.1');
    await openThroughLine(hasty);
    directStorage = await database.open();
    direct = makeUpdateLog(directStorage, clock);
  });
  afterEach(() => line.thaw());
  afterAll(async () => {
    await Promise.all([log.close(), direct.close()]);
    await Promise.all([storage.close(), directStorage.close()]);
    await line.close();
    await database.discard();
  });

  /** How many others are in the middle of something, as the server itself has it. */
  const busy = async (): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'`.execute(directStorage.db)).rows[0]!.n;
  const kept = async (document: DocumentName) => (await direct.load(document)).updates.map(({ update }) => Buffer.from(update).toString());

  it('[STORE20] nobody waits for ever: reads, writes and those who wait for a connection are told, and all goes on when it thaws', async () => {
    line.freeze();
    const began = Date.now();
    const waiting = [...Array.from({ length: 20 }, () => log.load('item/a')), log.append('item/a', 'readerA', 5000, bytes('lost')), log.bindClient('item/a', 5001, 'readerA'), storage.db.transaction().execute((tx) => tx.selectFrom('settings').selectAll().execute())];
    const told = await Promise.allSettled(waiting);
    expect(told.map((outcome) => outcome.status === 'rejected' && outcome.reason instanceof DatabaseAwayError)).toEqual(told.map(() => true));
    expect(Date.now() - began).toBeLessThan(15_000); // twice an answer and a connection, on a machine that is busy otherwise
    line.thaw();
    expect(await log.append('item/a', 'readerA', 5000, bytes('second'))).toMatchObject({ document: 'item/a' });
    expect(await kept('item/a')).toEqual(['second']);
  });

  it('[STORE20] a relay that freezes inside a transaction gives up its rows: the others write after its time is over', async () => {
    line.freeze('both', 'commit');
    let isTold = false;
    const frozen = log.append('item/f', 'readerA', 5000, bytes('never')).catch((error: Error) => error).finally(() => (isTold = true));
    await expect.poll(async () => isTold || (await busy()) > 0, { timeout: 10_000 }).toBe(true);
    await direct.append('item/f', 'readerB', 6000, bytes('first'));
    expect(await frozen).toMatchObject({ code: 'COMMIT_IN_DOUBT' });
    expect(await kept('item/f')).toEqual(['first']);
  });

  it.for(['answers', 'both'] as const)('[LOG16] [RELAY4] a COMMIT that is held up (%s): in doubt, not tried again, not acknowledged; who comes back is served what the log has, and loses nothing', async (way) => {
    await using relay = await startRelay(log);
    const document = `item/${way}` as const;
    const { doc, updates } = recordedDoc(7000);
    const ana = await connect(relay.url, document, 'ana', 7000);
    line.freeze(way, 'commit');
    doc.getMap('annotations').set('in doubt', 1);
    ana.send({ type: 'update', update: updates[0]! });
    await ana.until(({ closed }) => closed?.code === closeCode.tryAgain, 'try again', 15_000);
    expect(ana.framesOf('ack')).toEqual([]);
    await expect.poll(busy, { timeout: 10_000 }).toBe(0);
    line.thaw();
    const isWritten = way === 'answers'; // else the server has given up the transaction by itself
    expect((await direct.load(document)).head).toBe(isWritten ? 1 : 0);
    const again = await connect(relay.url, document, 'ana', 7000);
    const { stateVector } = await again.frame('step1');
    again.send({ type: 'step2', update: Y.encodeStateAsUpdate(doc, stateVector) });
    await again.frame('ack');
    doc.getMap('annotations').set('after', 1);
    again.send({ type: 'update', update: updates[1]! });
    await again.frame('ack', 1);
    const stored = await direct.load(document);
    const loaded = new Y.Doc();
    for (const { update } of stored.updates) Y.applyUpdate(loaded, update);
    expect([loaded.getMap('annotations').toJSON(), stored.head]).toEqual([{ 'in doubt': 1, after: 1 }, 2]);
    again.close();
  });

  it('[LOG16] [RELAY9] a COMMIT that a frozen server does after its author has written the same again: the log has it twice, every reader once', async () => {
    await storage.close();
    await openThroughLine({ ...hasty, idle: 0 }); // who is frozen sees no time pass
    await using relay = await startRelay(log);
    await using other = await startRelay(direct, undefined, 100);
    const { doc, updates } = recordedDoc(7000);
    const ana = await connect(relay.url, 'item/late', 'ana', 7000);
    line.freeze('both', 'commit');
    doc.getMap('annotations').set('late', 1);
    ana.send({ type: 'update', update: updates[0]! });
    await ana.until(({ closed }) => closed?.code === closeCode.tryAgain, 'try again', 15_000);
    const there = await connect(other.url, 'item/late', 'ana', 7000); // goes to the other relay, where it is not known
    there.send({ type: 'step2', update: Y.encodeStateAsUpdate(doc) });
    line.thaw(); // which waited for the row that the frozen transaction holds
    await there.frame('ack');
    await expect.poll(async () => (await direct.load('item/late')).head, { timeout: 10_000 }).toBe(2);
    const boris = await connect(other.url, 'item/late', 'boris', 7100);
    boris.send({ type: 'step1', stateVector: Y.encodeStateVector(new Y.Doc()) });
    const read = new Y.Doc();
    Y.applyUpdate(read, (await boris.frame('step2')).update);
    expect(read.getMap('annotations').toJSON()).toEqual({ late: 1 });
    doc.getMap('annotations').set('after', 1);
    there.send({ type: 'update', update: updates[1]! });
    await boris.until(() => {
      for (const { update } of boris.framesOf('update')) Y.applyUpdate(read, update); // perhaps the late one again, too
      return read.getMap('annotations').has('after');
    }, 'what is written after it');
    expect(read.getMap('annotations').toJSON()).toEqual({ late: 1, after: 1 });
    for (const client of [there, boris]) client.close();
  });
});
