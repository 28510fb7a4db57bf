import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { relayInHand } from '../../test/harness/relay-in-hand.ts';
import { answers, line } from '../../test/harness/stubbed-page.ts';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { thisDevice } from './device.ts';
import { type HeldDocument, openDocument } from './documents.ts';
import { saveFacts } from './save-facts.ts';

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });
const put = (value: string) => [{ type: 'set answer', attribute: 'quality' as never, value: value as never }] as const;
const shown = (held: HeldDocument) => held.current().doc.getMap('answers').toJSON();
const rowsOf = async (name: string): Promise<readonly { edits: number; value: unknown }[]> => {
  const rows = await thisDevice().database.updates.where('document').equals(name).toArray();
  return rows.map(({ bytes, edits }) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes);
    return { edits, value: doc.getMap('answers').get('quality') };
  });
};
const waitingRows = async (name: string) => (await rowsOf(name)).filter(({ edits }) => edits > 0);

/** The server's own document, and what it was handed in; both questions wait until they are let through. */
function serverInHand(name: string) {
  const theirs = new Y.Doc({ gc: false });
  const handedIn: unknown[] = [];
  const pull = Promise.withResolvers<Response | undefined>();
  const push = Promise.withResolvers<void>();
  answers['/api/v1/documents/pull'] = async () => {
    const instead = await pull.promise;
    return instead ?? { documents: [{ name, update: bytesToBase64(Y.encodeStateAsUpdate(theirs)), seq: 1 }] };
  };
  answers['/api/v1/documents/push'] = async (body) => {
    const { documents } = body as { documents: { name: string; update: string }[] };
    for (const { update } of documents) Y.applyUpdate(theirs, base64ToBytes(update));
    handedIn.push(theirs.getMap('answers').toJSON());
    await push.promise;
    return { documents: documents.map(() => ({ name, isDurable: true, reason: null })) };
  };
  return { theirs, handedIn, pull, push };
}

/** Opens a document, changes it, and has the relay refuse the client's id: it is to be begun again. */
async function refusedAfter(name: string, value: string): Promise<HeldDocument> {
  const held = openDocument(name);
  await soon(() => relayInHand().channelOf(name)).toBeGreaterThan(0);
  const channel = relayInHand().channelOf(name);
  relayInHand().serve(channel);
  held.current().apply(put(value));
  await soon(() => waitingRows(name)).toEqual([{ edits: 1, value }]);
  relayInHand().say(channel, { type: 'unwelcome', wire: 1, schema: 1, reason: 'client id taken' });
  return held;
}

beforeAll(() => {
  thisDevice();
  line().open();
});
afterEach(() => {
  delete answers['/api/v1/documents/pull'];
  delete answers['/api/v1/documents/push'];
});

describe('what is done while a document is begun again', () => {
  it('[REBASE7] is seen, written down and counted at once, and handed in with the rest', async () => {
    const name = 'reading/before-pull/u1';
    const server = serverInHand(name);
    const held = await refusedAfter(name, 'good');
    held.current().apply(put('poor'));
    expect([shown(held), thisDevice().waiting.of(name)]).toEqual([{ quality: 'poor' }, 2]);
    await soon(() => waitingRows(name)).toHaveLength(2); // the page may go now
    server.pull.resolve(undefined);
    server.push.resolve();
    await soon(() => thisDevice().waiting.of(name)).toBe(0);
    expect([shown(held), server.handedIn]).toEqual([{ quality: 'poor' }, [{ quality: 'poor' }]]);
    await soon(() => waitingRows(name)).toEqual([]); // or it would come again, maybe over something newer
  });

  it('[REBASE7] is in the document that comes out of it, once, where it came too late to be handed in', async () => {
    const name = 'reading/before-push/u1';
    const server = serverInHand(name);
    const held = await refusedAfter(name, 'good');
    server.pull.resolve(undefined);
    await soon(() => server.handedIn).toEqual([{ quality: 'good' }]);
    const before = held.current().doc;
    held.current().apply(put('poor'));
    await soon(() => waitingRows(name)).toHaveLength(2);
    server.push.resolve();
    await soon(() => held.current().doc === before).toBe(false);
    expect([shown(held), thisDevice().waiting.of(name)]).toEqual([{ quality: 'poor' }, 1]);
    await soon(() => waitingRows(name)).toHaveLength(1);
    const [state, written] = await thisDevice().database.updates.where('document').equals(name).sortBy('key');
    const onServer = new Y.Doc();
    for (const row of [state, written]) Y.applyUpdate(onServer, row?.bytes ?? new Uint8Array([0, 0]));
    expect(onServer.getMap('answers').toJSON()).toEqual({ quality: 'poor' }); // what is written stands on the server's state
  });

  it('[REBASE7] stays, and the document can be used, when the server could not be asked', async () => {
    const name = 'reading/no-server/u1';
    const server = serverInHand(name);
    const held = await refusedAfter(name, 'good');
    await soon(() => held.current().isReady).toBe(false);
    held.current().apply(put('poor'));
    server.pull.resolve(new Response('', { status: 503 }));
    await soon(() => held.current().isReady).toBe(true);
    held.current().apply(put('fair'));
    expect(shown(held)).toEqual({ quality: 'fair' });
    await soon(() => waitingRows(name)).toHaveLength(3);
    expect(thisDevice().waiting.of(name)).toBe(3);
    const again = serverInHand(name);
    again.pull.resolve(undefined);
    again.push.resolve();
    await soon(() => again.handedIn).toEqual([{ quality: 'fair' }]);
  });

  it('[REBASE2] leaves the rows that hold what was refused where the device has no room to lay it aside', async () => {
    const name = 'reading/no-room/u1';
    const { rejected } = thisDevice().database;
    const refuse = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    rejected.hook('creating', refuse);
    answers['/api/v1/documents/pull'] = () => ({ documents: [{ name, update: bytesToBase64(Y.encodeStateAsUpdate(new Y.Doc())), seq: 1 }] });
    answers['/api/v1/documents/push'] = (body) => ({ documents: (body as { documents: unknown[] }).documents.map(() => ({ name, isDurable: false, reason: 'frozen' })) });
    const held = await refusedAfter(name, 'good');
    await soon(() => held.current().rejected.length).toBe(1);
    await soon(() => shown(held)).toEqual({}); // on the server's state
    rejected.hook('creating').unsubscribe(refuse);
    expect(await waitingRows(name)).toEqual([{ edits: 1, value: 'good' }]);
    expect(await rejected.count()).toBe(0);
  });
});

it('[SAVE6] what is done before the store is read counts as not yet written down, and is done as soon as it is read', async () => {
  const name = 'reading/unread/u1';
  const held = openDocument(name);
  held.current().apply(put('good'));
  expect([thisDevice().waiting.of(name), saveFacts.facts().unkept]).toEqual([1, 1]);
  await soon(() => waitingRows(name)).toEqual([{ edits: 1, value: 'good' }]);
  expect([shown(held), thisDevice().waiting.of(name), saveFacts.facts().unkept]).toEqual([{ quality: 'good' }, 1, 0]);
});
