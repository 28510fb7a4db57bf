import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Ancestors, noteAncestors, whenAbandoned } from './ancestors.ts';
import { readConfig } from './config.ts';
import { isDiskFault } from './fault-words.ts';
import { firstInvitation } from './first-invitation.ts';
import { openServer, type OpenServer } from './open-server.ts';
import { staticFiles } from './routes/static-files.ts';
import { WrongKeyError } from './storage/keys.ts';
import { backUpAdvice, loadKeys } from './storage/master-key.ts';
import { StorageRefused } from './storage/storage.ts';
import { requestsUnderWay, type UnderWay } from './under-way.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** Longer than balancers keep an idle connection (60 s is usual): who closes first must not be the one who may be sent something meanwhile. */
const keepAliveMs = 75_000;

/** Reads the configuration, opens everything, listens, and leaves cleanly when told to. */
export async function run(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const ancestors = env.npm_lifecycle_event === undefined ? undefined : noteAncestors();
  const read = readConfig(env);
  if (!read.ok) return refuseToStart(read.error);
  const opened = Promise.withResolvers<OpenServer>();
  opened.promise.catch(() => {}); // told below
  const requests = requestsUnderWay(async (request, response) => getRequestListener((await opened.promise).app.fetch)(request, response));
  const http = createServer({ keepAliveTimeout: keepAliveMs }, requests.counted);
  http.on('upgrade', async (request, socket, head) => (await opened.promise).upgrade(request, socket, head));
  try {
    // Listening comes first: with PORT=0 the address is known only then, and links are made of it.
    const port = await listen(http, read.value.port, read.value.host);
    const config = { ...read.value, port, publicUrl: env.PUBLIC_URL ? read.value.publicUrl : ownUrl(read.value.host, port) };
    const { keys, createdFile } = loadKeys(config);
    const server = await openServer(config, keys, staticFiles(resolve(import.meta.dirname, '../dist')));
    opened.resolve(server);
    leaveWhenTold(http, requests, server, ancestors);
    print(`Consilium is at ${config.publicUrl}`);
    if (createdFile !== undefined) print(backUpAdvice(createdFile));
    const link = await firstInvitation(server.services);
    print(link === undefined ? 'Sign in there.' : `Create the administrator with this link, once, within 72 hours:\n  ${link}`);
  } catch (error) {
    http.close();
    const said = wordsFor(error, read.value.port);
    if (said === undefined) throw error;
    refuseToStart([said]);
    process.exit();
  }
}

/** A server on every address is opened by the name of the machine it runs on. */
function ownUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function refuseToStart(faults: readonly string[]): void {
  for (const fault of faults) complain(`Consilium cannot start: ${fault}`);
  process.exitCode = 1;
}

function wordsFor(error: unknown, port: number): string | undefined {
  if (error instanceof StorageRefused) return error.message;
  if (error instanceof WrongKeyError) return 'the database was made with another master key. Set CONSILIUM_KEY to that key, the same for all servers on one database.';
  if (isDiskFault(error)) return 'its disk is full or fails. Free some space where CONSILIUM_DATA_DIR is, then start again.';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is in use. Stop what uses it, or set PORT to another.`;
  if (code === 'EACCES') return `it may not use port ${port}, or may not write its data directory. Set PORT above 1023, or CONSILIUM_DATA_DIR.`;
  return undefined;
}

/** Connections that the system takes while this process is busy; with Node's own 511, of a thousand who come back in one moment half would wait a second for their next try. */
const mostWaiting = 4_096;

async function listen(http: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((done, fail) => {
    http.once('error', fail);
    http.listen({ port, host, backlog: mostWaiting }, () => {
      http.off('error', fail);
      done();
    });
  });
  return (http.address() as AddressInfo).port; // listening on TCP, so it is not a pipe's name
}

/** For requests that are under way when the server is told to end; what is not answered by then is broken off. */
const answeringMs = 5_000;

/** SIGTERM, SIGINT, and the end of npm, which does not pass signals on: finish what is in hand, make it durable, go. */
function leaveWhenTold(http: Server, requests: UnderWay, server: OpenServer, ancestors: Promise<Ancestors> | undefined): void {
  let isLeaving = false;
  const leave = async (code: number): Promise<void> => {
    if (isLeaving) return;
    isLeaving = true;
    setTimeout(() => process.exit(code || 1), 10_000).unref(); // durable work is acknowledged work: what hangs now was never promised
    http.close();
    if (code === 0) await requests.finish(answeringMs); // without its database the server cannot finish any
    await server.close();
    http.closeAllConnections();
    process.exit(code);
  };
  process.on('SIGTERM', () => void leave(0));
  process.on('SIGINT', () => void leave(0));
  server.onFailure((error) => {
    complain(`The database is lost, and the server ends: ${error.message}`);
    void leave(1);
  });
  if (ancestors !== undefined) void whenAbandoned(ancestors, () => void leave(0));
}
