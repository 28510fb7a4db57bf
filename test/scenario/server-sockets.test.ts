import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { createProject, type Signed, write } from '../harness/people-at-work.ts';
import { password, RestClient, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

let server: RunningServer;
let lead: Signed;
let project: string;

beforeAll(async () => {
  server = await startServer();
  lead = await signUp(server, server.adminLink ?? '', 'Lead');
  project = await createProject(lead);
});
afterAll(() => server.stop());

const socketUrl = (): string => server.url.replace('http', 'ws');
const until = async (isSo: () => boolean, milliseconds: number): Promise<boolean> => {
  const end = Date.now() + milliseconds;
  while (!isSo() && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
  return isSo();
};

function provider(doc: Y.Doc, headers: Record<string, string>, params: Record<string, string> = {}): WebsocketProvider {
  class WithHeaders extends WebSocket {
    constructor(url: string) {
      super(url, { headers });
    }
  }
  return new WebsocketProvider(`${socketUrl()}/sync`, `protocol/${project}`, doc, { WebSocketPolyfill: WithHeaders as never, params, disableBc: true }); // ws is a WebSocket but for its types
}

it('[SOCKET1] the stock provider syncs with a session cookie, and with a one-time ticket once', async () => {
  const [one, other] = [new Y.Doc(), new Y.Doc()];
  const withCookie = provider(one, { cookie: lead.cookie });
  const { ticket } = await lead.call(endpoints.ticket);
  const withTicket = provider(other, {}, { ticket });
  expect(await until(() => withCookie.synced && withTicket.synced, 5000)).toBe(true);
  one.getMap('draft').set('settings', { quorum: 3 });
  expect(await until(() => other.getMap('draft').has('settings'), 5000)).toBe(true);
  withTicket.destroy();
  const again = provider(new Y.Doc(), {}, { ticket });
  expect(await until(() => again.synced, 700)).toBe(false);
  [withCookie, again].forEach((one) => one.destroy());
});

it('[SOCKET2] a socket from another site’s page is nobody’s', async () => {
  const foreign = provider(new Y.Doc(), { cookie: lead.cookie, origin: 'https://elsewhere.example.org' });
  expect(await until(() => foreign.synced, 700)).toBe(false);
  foreign.destroy();
});

it('[SOCKET3] after signing out, what was open by that session is closed; another session of the same person goes on', async () => {
  const leaving = new RestClient(server.url);
  await leaving.call(endpoints.signIn, { body: { email: 'lead@example.org', password } });
  const [left, stays] = [provider(new Y.Doc(), { cookie: leaving.cookie }), provider(new Y.Doc(), { cookie: lead.cookie })];
  expect(await until(() => left.synced && stays.synced, 5000)).toBe(true);
  let isClosed = false;
  left.shouldConnect = false;
  left.on('connection-close', () => {
    isClosed = true;
  });
  await leaving.call(endpoints.signOut);
  expect(await until(() => isClosed, 5000)).toBe(true);
  expect(stays.wsconnected).toBe(true);
  [left, stays].forEach((one) => one.destroy());
});

it('[SOCKET4] killed at once after it answered, the server still has what it answered for', async () => {
  const own = await startServer({});
  const admin = await signUp(own, own.adminLink ?? '', 'Lead');
  const mine = await createProject(admin);
  const doc = await write(admin, `protocol/${mine}`, [{ type: 'set value', root: 'draft', key: 'settings', value: { quorum: 7 } } as never]);
  await own.kill();
  const back = await startServer({ dataDir: own.dataDir });
  expect(back.adminLink).toBe(undefined);
  const client = new RestClient(back.url);
  client.cookie = admin.cookie;
  const { documents } = await client.call(endpoints.pull, { body: { documents: [{ name: `protocol/${mine}`, stateVector: '' }] } });
  const held = new Y.Doc();
  Y.applyUpdate(held, Buffer.from(documents[0]?.update ?? '', 'base64'));
  expect(held.getMap('draft').toJSON()).toEqual(doc.getMap('draft').toJSON());
  expect(await back.stop()).toBe(0);
});
