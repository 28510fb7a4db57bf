import { beforeAll, describe, expect, it, vi } from 'vitest';
import { line, storage, went } from '../../test/harness/stubbed-page.ts';
import { thisDevice } from './device.ts';
import { saveFacts } from './save-facts.ts';
import { unsyncedWork } from './sign-out.ts';
import { startSync } from './start.ts';
import { DeviceDatabase } from './store/database.ts';

const screens = { invalidateQueries: async () => undefined } as never;
const row = { document: 'reading/i1/u1', bytes: new Uint8Array([0, 0]), edits: 1 };
const said = (): string => saveFacts.state().type;

beforeAll(async () => {
  startSync(screens, 'u1');
  await vi.waitUntil(() => saveFacts.facts().isCounted);
  const otherTab = new DeviceDatabase('u1');
  await otherTab.updates.bulkAdd([row, row, row, row, row] as never);
  otherTab.close(); // it is closed before the line is back
});

describe('what another tab has left', () => {
  it('[OUT2] is named before this tab signs out', async () => {
    expect(await unsyncedWork()).toEqual(['5 changes in a reading']);
  });

  it('[SAVE2] [LINK4] is sent by this one as soon as the line is up, and “synced” is not said before', async () => {
    thisDevice().waiting.set(row.document, 0, 0);
    const states: string[] = [];
    const stop = saveFacts.subscribe(() => states.push(said()));
    line().open();
    await expect.poll(said).toBe('sending');
    expect(states).not.toContain('synced');
    await expect.poll(() => line().sent.length).toBe(1); // the document is asked for
    stop();
  });

  it('[OUT2] signing out asks where the store cannot be read', async () => {
    thisDevice().database.close({ disableAutoOpen: true });
    expect(await unsyncedWork()).toEqual(['whatever is kept on this device: it cannot be read at the moment']);
    await thisDevice().database.open();
  });

  it('[WHOSE2] asks for nothing on a line that is somebody else’s by now, and begins again as theirs', () => {
    line().closed();
    storage.setItem('consilium-user', 'u2');
    thisDevice().socket.connectNow();
    line().open();
    expect(line().sent).toEqual([]);
    expect(went).toEqual(['reload']);
  });
});
