import { FrozenDocumentError } from '@consilium/server/log/append-batch.ts';
import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { storageAdapters } from './storage-adapters.ts';

it.each(storageAdapters)('[LOG5] what was judged at a head is frozen only while it stands there, on $name', async ({ make }) => {
  const database = await make();
  const storage = await database.open();
  const log = makeUpdateLog(storage, () => instantOf(1_800_000_000_000));
  const [reading, unwritten] = ['reading/item1/readerA', 'reading/item1/readerB'];
  const write = (letter: string) => {
    const doc = new Y.Doc();
    doc.getText('note').insert(0, letter);
    return log.append(reading, 'readerA', 7, Y.encodeStateAsUpdate(doc));
  };
  const freezeAt = (document: string, head: number) => storage.db.transaction().execute((tx) => log.freezeAtIn(tx, document, head));
  try {
    await write('a');
    expect([await freezeAt(reading, 0), (await log.load(reading)).isFrozen]).toEqual([false, false]);
    await write('b');
    expect([await freezeAt(reading, 1), await freezeAt(reading, 2), await freezeAt(reading, 2)]).toEqual([false, true, true]);
    await expect(write('c')).rejects.toThrow(FrozenDocumentError);
    expect([await freezeAt(unwritten, 0), (await log.load(unwritten)).isFrozen]).toEqual([true, true]);
  } finally {
    await log.close();
    await storage.close();
    await database.discard();
  }
});
