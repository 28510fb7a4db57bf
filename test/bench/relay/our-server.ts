/** The relay as the product has it: guard, sealed and fsync'd log, acknowledgements; only signing in is left out. */
import { createServer } from 'node:http';
import { makeInProcessBus } from '@consilium/server/bus/in-process.ts';
import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { makeRelay } from '@consilium/server/relay/relay.ts';
import { openDatabase } from '@consilium/server/storage/open-database.ts';
import { makeTestAuthority } from '../../harness/relay.ts';

const storage = await openDatabase({ dataDirectory: process.env.DATA ?? '', databaseUrl: undefined, masterKey: undefined });
const log = makeUpdateLog(storage, () => new Date().toISOString());
const logger = { info() {}, warn: console.error, error: console.error };
const relay = makeRelay({ log, bus: makeInProcessBus().join(), authority: makeTestAuthority(), logger });
const server = createServer((_request, response) => response.end());
server.on('upgrade', (request, socket, head) => relay.handleUpgrade(request, socket, head));
server.listen({ port: Number(process.env.PORT), host: '127.0.0.1', backlog: 4_096 });
process.on('SIGTERM', async () => {
  await relay.stop();
  await log.close();
  await storage.close();
  process.exit();
});
