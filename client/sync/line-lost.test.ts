import { beforeAll, describe, expect, it, vi } from 'vitest';
import { relayInHand } from '../../test/harness/relay-in-hand.ts';
import { asked, fire, line } from '../../test/harness/stubbed-page.ts';
import { notify } from '../ui/notify.ts';
import { thisDevice } from './device.ts';
import { type HeldDocument, openDocument } from './documents.ts';

const name = 'reading/i1/u1';
const put = (value: string) => [{ type: 'set answer', attribute: 'quality' as never, value: value as never }] as const;
const waiting = (): number => thisDevice().waiting.of(name);
let held: HeldDocument;

beforeAll(async () => {
  held = openDocument(name);
  await vi.waitUntil(() => thisDevice().database.isOpen(), { timeout: 10_000 });
  line().open();
  await vi.waitUntil(() => relayInHand().channelOf(name) === 1, { timeout: 10_000 });
  relayInHand().serve(1);
});

describe('a line that is lost', () => {
  it('[LEDGER3] counts acknowledgements anew also where the network came back before the old line said that it is closed', async () => {
    for (let change = 0; change < 20; change++) held.current().apply(put(String(change)));
    relayInHand().ack(1, relayInHand().counted(1));
    expect(waiting()).toBe(0);
    const old = line();
    fire('offline');
    fire('online');
    line().open();
    old.closed(); // much later
    relayInHand().serve(1);
    held.current().apply(put('after'));
    expect([relayInHand().counted(1), waiting()]).toEqual([2, 1]);
    relayInHand().ack(1, 2);
    expect(waiting()).toBe(0);
    await held.current().flush();
  });

  it('[LEDGER3] counts anew after the relay has begun a channel anew on the same line', () => {
    held.current().apply(put('more'));
    relayInHand().say(1, { type: 'reset', reason: 'moved' });
    relayInHand().ack(1, 1);
    expect(waiting()).toBe(1);
  });

  it('[LINK6] to a relay that does not speak this version any more leaves all work as it is', async () => {
    const before = waiting();
    relayInHand().say(1, { type: 'unwelcome', wire: 2, schema: 1, reason: 'client too old' });
    relayInHand().refused(1, 'client too old');
    relayInHand().say(1, { type: 'unwelcome', wire: 2, schema: 1, reason: 'client too old' });
    await thisDevice().writer.settled();
    expect(vi.mocked(notify).mock.calls).toEqual([['This version is too old for the server. Reload to update; your work is kept here.', 'stop']]);
    expect([waiting(), held.current().access, held.current().isReady]).toEqual([before, 'write', true]);
    expect([await thisDevice().database.rejected.count(), asked.filter((address) => address.includes('/documents/'))]).toEqual([0, []]);
  });
});
