import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../server-process.ts';
import { endProcess, findProgram, type Freezable, freezing, spawnServer, untilSo } from './process.ts';

export interface Redis extends Freezable {
  readonly url: string;
}

/** A Redis (or Valkey) that keeps nothing; `undefined` where this machine has none. */
export async function startRedis(folder: string): Promise<Redis | undefined> {
  const server = findProgram('redis-server') ?? findProgram('valkey-server');
  if (server === undefined) return undefined;
  const port = await freePort();
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawnServer(server, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], join(folder, 'redis.log'));
    await untilSo('Redis answers', () => listens(port));
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    get pids() {
      return child.pid === undefined ? [] : [child.pid];
    },
    start,
    stop: (signal = 'SIGTERM') => endProcess(child, signal),
    ...freezing(() => child.pid),
  };
}

const listens = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false)); // not yet
  });
