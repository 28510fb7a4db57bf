import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Grant, WriteGrant } from '@consilium/shared/permissions/policy.ts';
import type { Bus } from '@consilium/server/bus/port.ts';
import { makeInProcessBus } from '@consilium/server/bus/in-process.ts';
import type { UpdateLog } from '@consilium/server/log/port.ts';
import type { Authority, Person } from '@consilium/server/relay/authority.ts';
import { makeRelay, type Relay } from '@consilium/server/relay/relay.ts';
import { makeMemoryLog } from './memory-log.ts';

export const person = (id: string, name = id): Person => ({ id: id as UserId, name }); // test ids are ids by construction

const everything: WriteGrant = {
  shared: ['annotations', 'text', 'session', 'rationale/'],
  own: ['comments', 'minutes'],
};
export const writer: Grant = { mayRead: true, write: everything, hasPresence: true, isAudited: false };
export const reader: Grant = { mayRead: true, write: undefined, hasPresence: true, isAudited: false };
export const nobody: Grant = { mayRead: false, write: undefined, hasPresence: false, isAudited: false };

export interface TestAuthority extends Authority {
  /** `<user> <document>`, `<document>` or `*` to grant; asked in this order */
  readonly grants: Map<string, Grant>;
  change(change: { document?: string; userId?: UserId }): void;
}

/** Whoever says `?user=ana` is ana, and may write everything unless `grants` says otherwise. */
export function makeTestAuthority(): TestAuthority {
  const grants = new Map<string, Grant>();
  const listeners = new Set<(change: { document?: string; userId?: UserId }) => void>();
  return {
    grants,
    authenticate({ url }) {
      const user = url.searchParams.get('user');
      return Promise.resolve(user === null ? undefined : person(user, `Dr ${user}`));
    },
    grant: ({ id }, document) =>
      Promise.resolve(grants.get(`${id} ${document}`) ?? grants.get(document) ?? grants.get('*') ?? writer),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(change) {
      for (const listener of listeners) listener(change);
    },
  };
}

export interface TestRelay extends AsyncDisposable {
  readonly relay: Relay;
  readonly url: string;
  readonly authority: TestAuthority;
  readonly errors: string[];
  /** Bytes that wait in all sockets for their readers. */
  bufferedBytes(): number;
  /** Ends every socket at once, as a crash would. */
  kill(): Promise<void>;
}

/** A relay on a free port of this machine. */
export async function startRelay(
  log: UpdateLog = makeMemoryLog(),
  bus: Bus = makeInProcessBus().join(),
  catchUpMs = 0,
): Promise<TestRelay> {
  const authority = makeTestAuthority();
  const errors: string[] = [];
  const logger = { info() {}, warn() {}, error: (fields: object) => void errors.push(JSON.stringify(fields)) };
  const relay = makeRelay({ log, bus, authority, logger, catchUpMs });
  const server = createServer((_request, response) => response.end());
  const sockets = new Set<import('node:stream').Duplex>();
  server.on('upgrade', (request, socket, head) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    relay.handleUpgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address has a port
  const bufferedBytes = () => [...sockets].reduce((sum, socket) => sum + socket.writableLength, 0);
  const kill = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const stop = async () => {
    await relay.stop();
    await kill();
  };
  return {
    relay,
    url: `ws://127.0.0.1:${port}/sync`,
    authority,
    errors,
    bufferedBytes,
    kill,
    [Symbol.asyncDispose]: stop,
  };
}
