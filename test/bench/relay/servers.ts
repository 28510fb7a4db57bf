import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../harness/server-process.ts';
import type { Told } from './cases.ts';
import { pause } from './waiting.ts';

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A server of the bench in a process of its own, on data of its own. */
export class BenchServer {
  url = '';
  private child: ChildProcess | undefined;
  private readonly program: string;
  private readonly data = mkdtempSync(join(tmpdir(), 'consilium-bench-'));

  /** @param program `our-server.ts`, `bare-server.ts` or the path of another's */
  constructor(program: string) {
    this.program = program.includes('/') ? program : beside(program);
  }

  async start(): Promise<string> {
    const port = await freePort();
    const { npm_lifecycle_event: _npm, ...own } = process.env;
    this.child = fork(this.program, [], {
      execArgv: ['--expose-gc', '--import', beside('tell-figures.ts'), ...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? [])],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...own, PORT: String(port), HOST: '127.0.0.1', DATA: this.data, YPERSISTENCE: join(this.data, 'leveldb') },
    });
    while (!(await isListening(port))) {
      if (this.child.exitCode !== null) throw new Error(`${this.program} ended before it listened`);
      await pause(50);
    }
    this.url = `ws://127.0.0.1:${port}/sync`;
    return this.url;
  }

  ask(what: 'cpu' | 'memory'): Promise<Told> {
    return new Promise((resolve) => {
      this.child?.once('message', (told) => resolve(told as Told)); // what tell-figures.ts sends
      this.child?.send(what);
    });
  }

  async restart(): Promise<string> {
    await this.end();
    return this.start();
  }

  private async end(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([ended, pause(20_000).then(() => child.kill('SIGKILL'))]);
    await ended;
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.data, { recursive: true, force: true });
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false)); // refused: not yet
  });
}
