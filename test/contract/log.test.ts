import { FrozenDocumentError } from '@consilium/server/log/append-batch.ts';
import { damagedDocuments } from '@consilium/server/log/check-documents.ts';
import { makeUpdateLog, type ServerLog } from '@consilium/server/log/update-log.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';

const reading = 'reading/item1/readerA';
const consensus = 'consensus/item1';
const clock = () => instantOf(1_800_000_000_000);

/** Updates of one growing text, one per character. */
function updatesOf(text: string): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  for (const letter of text) doc.getText('note').insert(doc.getText('note').length, letter);
  return updates;
}

function textOf(stored: { snapshot: Uint8Array | undefined; updates: readonly { update: Uint8Array }[] }): string {
  const doc = new Y.Doc();
  if (stored.snapshot !== undefined) Y.applyUpdate(doc, stored.snapshot);
  for (const { update } of stored.updates) Y.applyUpdate(doc, update);
  return doc.getText('note').toString();
}

describe.each(storageAdapters)('update log on $name', ({ make }) => {
  let database: TestDatabase;
  let storage: Storage;
  let log: ServerLog;

  beforeEach(async () => {
    database = await make();
    storage = await database.open();
    log = makeUpdateLog(storage, clock);
  });
  afterEach(async () => {
    await log.close();
    await storage.close();
    await database.discard();
  });

  const appendAll = (document: string, updates: readonly Uint8Array[]) =>
    Promise.all(updates.map((update) => log.append(document, 'readerA', 7, update)));

  it('[LOG1] numbers updates from 1 without a gap, each document for itself', async () => {
    const [a, b, c] = updatesOf('abc');
    expect(await appendAll(reading, [a!, b!, c!])).toEqual([1, 2, 3].map((seq) => ({ document: reading, seq })));
    expect(await appendAll(consensus, [a!])).toEqual([{ document: consensus, seq: 1 }]);
    expect(await log.heads([reading, consensus, 'item/none'])).toEqual(
      new Map([
        [reading, 3],
        [consensus, 1],
        ['item/none', 0],
      ]),
    );
  });

  it('[LOG5] says in one question where documents stand and which are frozen', async () => {
    await appendAll(reading, updatesOf('ab'));
    await appendAll(consensus, updatesOf('a'));
    await log.freeze(reading, true);
    const standings = await log.standings([reading, consensus, 'item/none']);
    expect(Object.fromEntries(standings)).toEqual({ [reading]: { head: 2, isFrozen: true }, [consensus]: { head: 1, isFrozen: false } });
  });

  it('[LOG2] gives back who wrote what when, byte for byte', async () => {
    const [update] = updatesOf('a');
    await log.append(reading, 'readerA', 4_294_967_295, update!);
    const logged = { seq: 1, actorId: 'readerA', clientId: 4_294_967_295, at: clock(), update: update! };
    expect(await log.load(reading)).toEqual({
      head: 1,
      snapshotSeq: 0,
      snapshot: undefined,
      updates: [logged],
      isFrozen: false,
    });
    expect(await log.since(reading, 0)).toEqual([logged]);
    expect(await log.since(reading, 1)).toEqual([]);
  });

  it('[LOG2] a document nobody wrote is empty', async () => {
    expect(await log.load(reading)).toEqual({
      head: 0,
      snapshotSeq: 0,
      snapshot: undefined,
      updates: [],
      isFrozen: false,
    });
    expect(await log.since(reading, 0)).toEqual([]);
  });

  it('[LOG3] keeps the order of 2,000 appends to 20 documents from many hands at once', async () => {
    const order = Array.from({ length: 2000 }, (_, index) => index);
    const appended = await Promise.all(
      order.map((index) => log.append(`item/${index % 20}`, 'readerA', 7, Uint8Array.of(index >> 8, index & 255))),
    );
    expect(appended).toEqual(
      order.map((index) => ({ document: `item/${index % 20}`, seq: Math.floor(index / 20) + 1 })),
    );
    const stored = await log.load('item/3');
    expect(stored.updates.map(({ update }) => update[0]! * 256 + update[1]!)).toEqual(
      order.filter((index) => index % 20 === 3),
    );
  });

  it('[LOG3] two logs on one database number one document without gap or double', async () => {
    const other = makeUpdateLog(storage, clock);
    const both = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 ? log : other).append(consensus, 'readerA', index, Uint8Array.of(index)),
      ),
    );
    expect(both.map((appended) => appended.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    await other.close();
  });

  it('[LOG4] is there after closing and opening again', async () => {
    await appendAll(reading, updatesOf('hello'));
    await log.close();
    await storage.close();
    storage = await database.open();
    log = makeUpdateLog(storage, clock);
    expect(textOf(await log.load(reading))).toBe('hello');
  });

  it('[LOG5] a frozen document takes nothing more, and the rest of the batch is written', async () => {
    const [a, b] = updatesOf('ab');
    await log.append(reading, 'readerA', 7, a!);
    await log.freeze(reading, true);
    const [refused, written] = await Promise.allSettled([
      log.append(reading, 'readerA', 7, b!),
      log.append(consensus, 'readerA', 7, b!),
    ]);
    expect(refused).toMatchObject({ status: 'rejected', reason: new FrozenDocumentError(reading) });
    expect(written).toEqual({ status: 'fulfilled', value: { document: consensus, seq: 1 } });
    expect(await log.load(reading)).toMatchObject({ head: 1, isFrozen: true });
    await log.freeze(reading, false);
    expect(await log.append(reading, 'readerA', 7, b!)).toEqual({ document: reading, seq: 2 });
  });

  it('[LOG5] a freeze in a transaction that fails never was', async () => {
    const failing = storage.db.transaction().execute(async (tx) => {
      await log.freezeIn(tx, reading, true);
      throw new Error('the rest failed');
    });
    await expect(failing).rejects.toThrow('the rest failed');
    expect((await log.load(reading)).isFrozen).toBe(false);
  });

  it('[LOG6] the first claim of a client wins, also when two come at once', async () => {
    const owners = await Promise.all(['readerA', 'readerB'].map((user) => log.bindClient(reading, 7, user)));
    expect(new Set(owners).size).toBe(1);
    expect(await log.bindClient(reading, 7, 'readerC')).toBe(owners[0]);
    expect(await log.bindClient(reading, 8, 'readerC')).toBe('readerC');
    expect(await log.clientOwners(reading)).toEqual(
      new Map([
        [7, owners[0]],
        [8, 'readerC'],
      ]),
    );
    expect(await log.clientOwners(consensus)).toEqual(new Map());
  });

  it('[LOG7] compaction folds 300 updates into one snapshot that means the same', async () => {
    const text = 'x'.repeat(150) + 'y'.repeat(150);
    await appendAll(reading, updatesOf(text));
    expect(await log.compact(reading)).toBe(true);
    const stored = await log.load(reading);
    expect(stored).toMatchObject({ head: 300, snapshotSeq: 300, updates: [] });
    expect(textOf(stored)).toBe(text);
    expect(await log.compact(reading)).toBe(false);
    expect(await log.append(reading, 'readerA', 7, updatesOf('z')[0]!)).toEqual({ document: reading, seq: 301 });
  });

  it('[LOG7] a short log is left alone unless asked', async () => {
    await appendAll(reading, updatesOf('short'));
    expect(await log.compact(reading)).toBe(false);
    expect(await log.compact(reading, 'any')).toBe(true);
    expect(textOf(await log.load(reading))).toBe('short');
    expect(await log.compact('item/none', 'any')).toBe(false);
  });

  it('[LOG7] updates still waiting for others survive compaction', async () => {
    const [a, b, c] = updatesOf('abc');
    await appendAll(reading, [a!, c!]);
    expect(await log.compact(reading, 'any')).toBe(true);
    await appendAll(reading, [b!]);
    expect(textOf(await log.load(reading))).toBe('abc');
  });

  it('[LOG7] a log that cannot be folded stays as it is', async () => {
    const broken = Uint8Array.of(9, 9, 9);
    await log.append(reading, 'readerA', 7, broken);
    await expect(log.compact(reading, 'any')).rejects.toThrow('compaction failed');
    expect((await log.load(reading)).updates.map(({ update }) => update)).toEqual([broken]);
    await appendAll('item/item1', updatesOf('ab'));
    expect(await log.compact('item/item1', 'any')).toBe(true);
  });

  it('[LOG14] a consensus keeps every update, so that its meeting can be shown again', async () => {
    await appendAll(consensus, updatesOf('ab'));
    expect(await log.compact(consensus, 'any')).toBe(false);
    expect((await log.load(consensus)).updates).toHaveLength(2);
  });

  it('[LOG8] compaction while others write and read loses nothing and never shows a gap', async () => {
    const text = '0123456789'.repeat(60);
    const updates = updatesOf(text);
    let isOver = false;
    const appending = (async () => {
      for (let start = 0; start < updates.length; start += 10)
        await appendAll(reading, updates.slice(start, start + 10));
      isOver = true;
    })();
    while (!isOver) {
      const [, stored] = await Promise.all([log.compact(reading, 'any'), log.load(reading)]);
      expect(text.startsWith(textOf(stored))).toBe(true);
    }
    await appending;
    expect(textOf(await log.load(reading))).toBe(text);
  });

  it('[LOG8] keeps the last two snapshots', async () => {
    for (const update of updatesOf('abc')) {
      await log.append(reading, 'readerA', 7, update);
      expect(await log.compact(reading, 'any')).toBe(true);
    }
    const kept = await storage.db
      .selectFrom('doc_snapshots')
      .select('seq')
      .where('doc_id', '=', reading)
      .orderBy('seq')
      .execute();
    expect(kept).toEqual([{ seq: 2 }, { seq: 3 }]);
  });

  it('[LOG8] of two compactions at once one wins', async () => {
    await appendAll(reading, updatesOf('twice'));
    const other = makeUpdateLog(storage, clock);
    const won = await Promise.all([log.compact(reading, 'any'), other.compact(reading, 'any')]);
    expect(won.filter(Boolean)).toHaveLength(1);
    await other.close();
  });

  it('[LOG9] keeps what was refused apart from the log', async () => {
    const refused = { document: reading, userId: 'readerB', reason: 'NotWriter', update: Uint8Array.of(1, 2, 3) };
    await log.quarantine(refused);
    expect(await log.quarantined(reading)).toEqual([{ ...refused, at: clock() }]);
    expect((await log.load(reading)).head).toBe(0);
  });

  it('[LOG10] drain waits for everything handed in', async () => {
    let written = 0;
    for (const update of updatesOf('drained'))
      void log.append(reading, 'readerA', 7, update).then(() => (written += 1));
    await log.drain();
    expect(written).toBe(7);
  });

  it('[LOG11] nothing of an update is readable in the database', async () => {
    await log.append(reading, 'readerA', 7, Buffer.from('pleural effusion, left'));
    const row = await storage.db.selectFrom('doc_updates').selectAll().executeTakeFirstOrThrow();
    expect(Buffer.from(row.payload).includes('effusion')).toBe(false);
  });

  it.each([
    ['its bytes', { payload: Uint8Array.of(1, ...Array.from({ length: 60 }, () => 9)) }],
    ['its author', { actor_id: 'readerB' }],
    ['its client', { client_id: 8 }],
    ['its time', { at: instantOf(0) }],
    ['its number', { seq: 2 }],
  ])('[LOG11] an update is not served once %s changed behind our back', async (_, change) => {
    await appendAll(reading, updatesOf('a'));
    await storage.db.updateTable('doc_updates').set(change).where('doc_id', '=', reading).execute();
    await expect(log.load(reading)).rejects.toThrow(`of ${reading} is damaged`);
  });

  it('[LOG13] a check of everything names the damaged documents, and only those', async () => {
    await appendAll(reading, updatesOf('ab'));
    await appendAll(consensus, updatesOf('ab'));
    await storage.db.updateTable('doc_updates').set({ actor_id: 'readerB' }).where('doc_id', '=', consensus).execute();
    const damaged: string[] = [];
    for await (const { document } of damagedDocuments(storage, log)) damaged.push(document);
    expect(damaged).toEqual([consensus]);
  });

  it('[LOG11] a document whose last update was removed is not served', async () => {
    await appendAll(reading, updatesOf('ab'));
    await storage.db.deleteFrom('doc_updates').where('seq', '=', 2).execute();
    await expect(log.load(reading)).rejects.toThrow(`of ${reading} is damaged`);
  });
});
