import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { line } from '../../test/harness/stubbed-page.ts';
import { thisDevice } from './device.ts';
import { openDocument } from './documents.ts';
import { saveFacts } from './save-facts.ts';
import { unsyncedWork } from './sign-out.ts';
import { startSync } from './start.ts';
import { DeviceDatabase } from './store/database.ts';

it('[SAVE2] a store that does not open at first is not taken for an empty one: what waits is shown, counted and named', async () => {
  const earlier = new DeviceDatabase('u1');
  const doc = new Y.Doc();
  doc.getMap('answers').set('quality', 'good');
  await earlier.updates.add({ document: 'reading/i1/u1', bytes: new Uint8Array(Y.encodeStateAsUpdate(doc)), edits: 1 } as never);
  earlier.close();
  failOpening(4); // as often as Dexie tries at once
  startSync({ invalidateQueries: async () => undefined } as never, 'u1');
  const held = openDocument('reading/i1/u1');
  line().open();
  await expect.poll(() => held.current().doc.getMap('answers').toJSON(), { timeout: 5_000 }).toEqual({ quality: 'good' });
  await expect.poll(() => saveFacts.state(), { timeout: 5_000 }).toMatchObject({ type: 'sending', waiting: 1 });
  expect(await unsyncedWork()).toEqual(['1 changes in a reading']);
  expect(thisDevice().waiting.of('reading/i1/u1')).toBe(1);
}, 20_000);

/** The next so many openings end as browsers end them whose profile is busy. */
function failOpening(times: number): void {
  const open = indexedDB.open.bind(indexedDB);
  let left = times;
  indexedDB.open = (...args) => {
    if (left-- <= 0) return open(...args);
    const request = { error: new DOMException('Internal error opening backing store', 'UnknownError'), onerror: (_event: unknown): void => undefined };
    setTimeout(() => request.onerror({ target: request, preventDefault: () => undefined, stopPropagation: () => undefined }));
    return request as never;
  };
}
