import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';

const people = 1_000;
const systemLimit = '/proc/sys/net/core/somaxconn';
const most = existsSync(systemLimit) ? Number(readFileSync(systemLimit, 'utf8')) : 0;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
}, 60_000);
afterAll(() => server?.stop());

it('[RUN10] a thousand who come in one moment are connected at once, by a server that does nothing just then', async ({ skip }) => {
  skip(most <= people, `this system lets at most ${most} connections wait (net.core.somaxconn)`);
  server.freeze(true);
  const sockets = Array.from({ length: people }, () => connect(server.port, 'localhost'));
  try {
    await Promise.all(sockets.map((socket) => once(socket, 'connect'))); // whoever found no room would find none later either: it takes nobody in
  } finally {
    server.freeze(false);
    for (const socket of sockets) socket.destroy();
  }
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
}, 60_000);
