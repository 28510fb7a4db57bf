import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { relayInHand } from '../../test/harness/relay-in-hand.ts';
import { line } from '../../test/harness/stubbed-page.ts';
import { inTurn } from './in-turn.ts';
import { saveFacts } from './save-facts.ts';
import { startSync } from './start.ts';
import { DeviceDatabase } from './store/database.ts';

it('[LINK5] three hundred cases read without a server go out over one line, 32 at a time, each let go of once it is durable', async () => {
  const earlier = new DeviceDatabase('u1');
  const bytes = new Uint8Array(Y.encodeStateAsUpdate(new Y.Doc()));
  const cases = Array.from({ length: 300 }, (_, at) => `reading/i${at}/u1`);
  await earlier.updates.bulkAdd(cases.map((document) => ({ document, bytes, edits: 1 })) as never);
  startSync({ invalidateQueries: async () => undefined } as never, 'u1');
  await expect.poll(() => saveFacts.facts().isCounted, { timeout: 10_000 }).toBe(true);
  line().open();
  const open = new Set<number>();
  const send = (channel: number): void => {
    relayInHand().serve(channel);
    relayInHand().ack(channel, 1);
  };
  let [heard, most] = [0, 0];
  const answerNew = (): void => {
    const controls = relayInHand().asked();
    for (const { type, channel } of controls.slice(heard)) {
      if (type === 'close') open.delete(channel);
      if (type !== 'open') continue;
      open.add(channel);
      setTimeout(() => send(channel), 5);
    }
    heard = controls.length;
    most = Math.max(most, open.size);
  };
  const relay = setInterval(answerNew, 1);
  await expect.poll(() => saveFacts.state().type, { timeout: 30_000 }).toBe('synced');
  clearInterval(relay);
  answerNew();
  expect(most).toBeLessThanOrEqual(32);
  expect(open.size).toBe(0);
  await expect.poll(() => earlier.updates.where('edits').above(0).count(), { timeout: 5_000 }).toBe(0);
  earlier.close();
}, 60_000);

it('[LINK5] takes the next as soon as one is done, in order', async () => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = inTurn([0, 1, 2, 3], 2, (one) => {
    begun.push(one);
    return new Promise((done) => ends.push(done));
  });
  ends[1]?.();
  await Promise.resolve();
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.();
  ends[2]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  ends[3]?.();
  await all;
});
