import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface RunningServer {
  readonly url: string;
  readonly dataDir: string;
  /** The one-time link of the first start; `undefined` at a later one. */
  readonly adminLink: string | undefined;
  readonly pid: number;
  /** What it has printed so far, on both streams. */
  printed(): string;
  /** Whether the process has not ended by itself. */
  isRunning(): boolean;
  /** SIGTERM, and waits for the end; its data stays. @returns the exit code */
  end(): Promise<number | null>;
  /** The same; a data directory that was made for it is removed. */
  stop(): Promise<number | null>;
  /** SIGKILL: what is not durable now is lost. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  /** Kept for a restart; else a new one, removed at `stop`. */
  readonly dataDir?: string;
  readonly port?: number; // 0: any free one
  readonly env?: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '../..');

/** The real server in a process of its own, on a port and a data directory of its own. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'consilium-')));
  const { npm_lifecycle_event: _npm, ...env } = process.env; // not npm's child: it does not leave with the test's parent
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...env, HOST: '127.0.0.1', PORT: String(options.port ?? 0), CONSILIUM_DATA_DIR: dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const said = await greeting(child, ended, () => printed);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return {
    ...said,
    dataDir,
    pid: child.pid ?? 0, // it has answered, so it runs
    printed: () => printed,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    end: () => end('SIGTERM'),
    async stop() {
      const code = await end('SIGTERM');
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
    async kill() {
      await end('SIGKILL');
    },
  };
}

/** Waits until the server has said where it is, and how to begin. */
function greeting(child: ChildProcess, ended: Promise<number | null>, printed: () => string): Promise<{ url: string; adminLink: string | undefined }> {
  return new Promise((done, fail) => {
    child.stdout?.on('data', () => {
      const url = /Consilium is at (\S+)/.exec(printed())?.[1];
      if (url === undefined || !/(Create the administrator[^\n]*\n\s*\S+|Sign in there\.)\s*\n/.test(printed())) return;
      done({ url, adminLink: /\S+\/invitation#\S+/.exec(printed())?.[0] });
    });
    void ended.then((code) => fail(new Error(`the server ended (${code}) before it was ready:\n${printed()}`)));
  });
}
