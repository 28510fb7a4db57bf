import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { expect, it } from 'vitest';
import { makeMemoryLog } from '../harness/memory-log.ts';
import { startRelay, type TestRelay } from '../harness/relay.ts';
import { eventually } from '../harness/wire-client.ts';

const name = 'consensus/item-1';

function provider(relay: TestRelay, user: string, document = name) {
  const doc = new Y.Doc();
  // `ws` speaks the browser's interface as far as the provider uses it.
  const options = {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    params: { user },
    disableBc: true,
  };
  const connection = new WebsocketProvider(relay.url, document, doc, options);
  return { doc, connection, [Symbol.dispose]: () => connection.destroy() };
}

it('[WIRE1] stock providers connect, sync, and see each other edit', async () => {
  await using relay = await startRelay();
  using ana = provider(relay, 'ana');
  using boris = provider(relay, 'boris');
  await eventually(() => ana.connection.synced && boris.connection.synced, 'synced');
  ana.doc.getMap('annotations').set('a', { x: 1 });
  boris.doc.getMap('annotations').set('b', { x: 2 });
  await eventually(
    () => ana.doc.getMap('annotations').size === 2 && boris.doc.getMap('annotations').size === 2,
    'both',
  );
  using late = provider(relay, 'cora');
  await eventually(() => late.connection.synced, 'late');
  expect(late.doc.getMap('annotations').toJSON()).toEqual({ a: { x: 1 }, b: { x: 2 } });
  expect(relay.errors).toEqual([]);
});

it('[WIRE11] stock providers see who is here under the server’s names, and that they left', async () => {
  await using relay = await startRelay();
  using ana = provider(relay, 'ana');
  const boris = provider(relay, 'boris');
  boris.connection.awareness.setLocalState({
    user: { id: 'ana', name: 'I am Ana', color: '#ff0000' },
    pointer: [1, 2],
  });
  const seen = () => ana.connection.awareness.getStates().get(boris.doc.clientID);
  await eventually(() => seen()?.pointer !== undefined, 'presence');
  expect(seen()).toEqual({ user: { id: 'boris', name: 'Dr boris', color: '#ff0000' }, pointer: [1, 2] });
  boris.connection.destroy();
  await eventually(() => seen() === undefined, 'leave');
});

it('[RELAY5] edits made while the relay is dead arrive when it is back', async () => {
  const log = makeMemoryLog();
  const first = await startRelay(log);
  const doc = new Y.Doc();
  {
    using ana = provider(first, 'ana');
    await eventually(() => ana.connection.synced, 'synced');
    ana.doc.getText('text').insert(0, 'before');
    await eventually(() => log.appends === 1, 'logged');
    await first.kill();
    ana.doc.getText('text').insert(6, ' after');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(ana.doc));
  }
  await using second = await startRelay(log);
  const again = new WebsocketProvider(second.url, name, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, // as above
    params: { user: 'ana' },
    disableBc: true,
  });
  await eventually(() => again.synced && log.appends === 2, 'resync');
  again.destroy();
  expect((await second.relay.read(name)).getText('text').toString()).toBe('before after');
});
