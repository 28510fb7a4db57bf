import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { describe, expect, it, vi } from 'vitest';
import { answers, line } from '../../test/harness/stubbed-page.ts';
import { base64ToBytes } from './base64.ts';
import { thisDevice } from './device.ts';
import { openDocument } from './documents.ts';
import { isItemKept, keepItem, useKeptItems } from './keep.ts';
import { saveFacts } from './save-facts.ts';
import { saveWorkToFile } from './save-to-file.ts';

const name = 'reading/i1/u1';
const answered = { quality: 'good' };
const answersIn = (doc: Y.Doc) => doc.getMap('answers').toJSON();

describe('a device that is full', () => {
  it('[KEPT9] does not call a case kept whose picture it could not keep', async () => {
    const bytes = new Uint8Array(1000).fill(7);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { database } = thisDevice();
    const refuse = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    database.sources.hook('creating', refuse);
    answers['/api/v1/documents/pull'] = () => ({ documents: [] });
    answers[`/api/v1/items/i1/sources/${sha256}`] = () => new Response(bytes);
    const kept = await keepItem({ id: 'i1', project: 'p1', blinding: 'blind', sources: [{ sha256, size: 1000 }], mine: null } as never, true);
    database.sources.hook('creating').unsubscribe(refuse);
    expect(kept).toMatchObject({ ok: false, error: { type: 'DeviceFull' } });
    expect(isItemKept(useKeptItems.getState().byItem.i1)).toBe(false);
  });

  it('[KEPT8] shows again, and puts into the saved copy, what it refused of a case that was left, also without a server', { timeout: 30_000 }, async () => {
    const held = openDocument(name);
    await expect.poll(() => thisDevice().database.isOpen()).toBe(true);
    line().closed();
    await expect.poll(() => saveFacts.state().type, { timeout: 5_000 }).toBe('offline');
    await expect.poll(() => held.current().isReady).toBe(true);
    const native = thisDevice().database.backendDB() as IDBDatabase;
    const transaction = native.transaction.bind(native);
    vi.spyOn(native, 'transaction').mockImplementation((...args) => {
      if (args[1] === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
      return transaction(...args);
    });
    held.current().apply([{ type: 'set answer', attribute: 'quality', value: 'good' } as never]);
    await expect.poll(() => saveFacts.state().type).toBe('at risk');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    held.release(); // on to the next case
    await vi.advanceTimersByTimeAsync(6_000);
    vi.useRealTimers();
    const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:copy');
    await saveWorkToFile();
    const file = JSON.parse(await (made.mock.calls[0]![0] as Blob).text()) as { documents: { document: string; update: string }[] };
    const copy = new Y.Doc();
    for (const { document, update } of file.documents) if (document === name) Y.applyUpdate(copy, base64ToBytes(update));
    expect(answersIn(copy)).toEqual(answered);
    const again = openDocument(name);
    await expect.poll(() => answersIn(again.current().doc)).toEqual(answered);
  });

  it('[KEPT8] does not wait with the copy for a store that says nothing', async () => {
    vi.spyOn(thisDevice().database.updates, 'toArray').mockReturnValue(new Promise(() => undefined) as never);
    const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:copy');
    made.mockClear();
    await saveWorkToFile();
    const file = JSON.parse(await (made.mock.calls[0]![0] as Blob).text()) as { documents: { document: string }[] };
    expect(file.documents.map(({ document }) => document)).toContain(name);
  });
});
