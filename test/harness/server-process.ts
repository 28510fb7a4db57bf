import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

/** The real server in a process of its own, on a data directory of its own, so that it can be killed and come back. */
export interface ServerProcess {
  readonly port: number;
  readonly url: string;
  readonly dataDirectory: string;
  /** The one-time link of the first administrator, as printed. */
  readonly adminLink: string;
  /** SIGKILL: nothing is finished, nothing is flushed. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: it does nothing meanwhile, and knows of nothing. */
  freeze(isFrozen: boolean): void;
  /** Starts again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it in order and removes its data. */
  stop(): Promise<void>;
}

export async function startServerProcess(): Promise<ServerProcess> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'consilium-browser-'));
  let running = await launch(0, dataDirectory);
  const { port } = running;
  return {
    port,
    url: `http://localhost:${port}`,
    dataDirectory,
    adminLink: /http\S+invitation#\S+/.exec(running.printed())?.[0] ?? '',
    kill: () => end(running.child, 'SIGKILL'),
    freeze: (isFrozen) => void running.child.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'),
    async restart() {
      running = await launch(port, dataDirectory);
    },
    async stop() {
      await end(running.child, 'SIGTERM');
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago, for a program that cannot choose one itself: somebody else may take it before. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // listening on TCP, so it is not a pipe's name
  probe.close();
  await once(probe, 'close');
  return port;
}

/** @param wanted 0: a port that the system gives, and nobody else */
async function launch(wanted: number, dataDirectory: string) {
  const env = { ...process.env, PORT: String(wanted), HOST: 'localhost', CONSILIUM_DATA_DIR: dataDirectory, LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    process.stderr.write(`server: ${chunk.toString()}`);
  });
  const deadline = Date.now() + 30_000;
  const portSaid = (): number => Number(/Consilium is at \S+:(\d+)/.exec(printed)?.[1]);
  // The link, or that there is none, is the last that is printed, after the first requests are taken: the address comes before it.
  const isThere = async (): Promise<boolean> => /invitation#|Sign in there\./.test(printed) && isUp(portSaid());
  while (!(await isThere())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`the server did not start:\n${printed}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return { child, port: portSaid(), printed: () => printed };
}

const isUp = async (port: number): Promise<boolean> =>
  (await fetch(`http://localhost:${port}/readyz`).catch(() => undefined))?.ok === true; // its database is not there yet

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
