import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from '../server-process.ts';
import { endProcess, findProgram, type Freezable, freezing, runToEnd, spawnServer, untilSo } from './process.ts';

export interface Postgres extends Freezable {
  readonly url: string;
}

/** A PostgreSQL of its own in an empty folder; durable as it comes (fsync on). `undefined` where this machine has none. */
export async function startPostgres(folder: string): Promise<Postgres | undefined> {
  const [initdb, server] = [findProgram('initdb'), findProgram('postgres')];
  if (initdb === undefined || server === undefined) return undefined;
  const owner = await unprivileged();
  if (owner.uid !== undefined) {
    chownSync(folder, owner.uid, owner.gid);
    chmodSync(dirname(folder), 0o711); // a temporary folder is its maker's alone
  }
  const data = join(folder, 'postgres');
  await runToEnd(initdb, ['-D', data, '-U', 'consilium', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-instructions'], owner);
  const port = await freePort();
  const url = `postgres://consilium@127.0.0.1:${port}/postgres`;
  const args = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300'];
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawnServer(server, args, join(folder, 'postgres.log'), owner);
    await untilSo('PostgreSQL answers', () => answers(url));
  };
  await start();
  return {
    url,
    get pids() {
      return child.pid === undefined ? [] : [child.pid];
    },
    start,
    stop: (signal = 'SIGINT') => endProcess(child, signal), // SIGINT: at once, in order
    ...freezing(() => child.pid),
  };
}

/** PostgreSQL refuses to run as root: then as the user its package made. */
async function unprivileged(): Promise<{ uid: number; gid: number } | { uid: undefined; gid: undefined }> {
  if (process.getuid?.() !== 0) return { uid: undefined, gid: undefined };
  const [uid, gid] = await Promise.all([runToEnd('id', ['-u', 'postgres']), runToEnd('id', ['-g', 'postgres'])]);
  return { uid: Number(uid), gid: Number(gid) };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => {}); // it goes down while we ask
  await client.connect();
  await client.end();
  return true;
}
