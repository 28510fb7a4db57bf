import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, closeSync, constants, openSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A server that others made, run for tests: can be stopped in order, killed, and started again where it was. */
export interface Engine {
  /** process ids, for whoever cleans up after a test run that was cut off */
  readonly pids: readonly number[];
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** One that can be stopped in the middle of its work without its connections noticing, and go on. */
export interface Freezable extends Engine {
  freeze(): void;
  thaw(): void;
}

/** Debian keeps the servers of PostgreSQL out of PATH. */
const alsoIn = (): string[] => {
  try {
    return readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`);
  } catch {
    return []; // another system
  }
};

/** The program's path, or `undefined` where this machine has none. */
export function findProgram(name: string): string | undefined {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...alsoIn(), '/usr/sbin', '/usr/local/sbin'];
  return places.map((place) => join(place, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}

interface Running {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts a server that goes on when this process ends (another test may use it); what it says goes to a file. */
export function spawnServer(program: string, args: readonly string[], log: string, { uid, gid, env }: Running = {}): ChildProcess {
  const out = openSync(log, 'a');
  const owner = uid === undefined || gid === undefined ? {} : { uid, gid };
  const child = spawn(program, args, { stdio: ['ignore', out, out], detached: true, env: env ?? process.env, ...owner });
  child.unref();
  closeSync(out);
  return child;
}

/** Runs to the end. @throws with what it said when it fails */
export async function runToEnd(program: string, args: readonly string[], { uid, gid, env }: Running = {}): Promise<string> {
  const owner = uid === undefined || gid === undefined ? {} : { uid, gid };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: env ?? process.env, ...owner });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${said}`);
  return said;
}

/** Freezing and thawing of a process with its children; the parent first, so that there are no new ones. */
export const freezing = (pid: () => number | undefined): Pick<Freezable, 'freeze' | 'thaw'> => ({
  freeze: () => signalFamily(pid(), 'SIGSTOP'),
  thaw: () => signalFamily(pid(), 'SIGCONT'),
});

function signalFamily(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  for (const one of [pid, ...childrenOf(pid)]) send(one, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // one whose connection was given up ends as soon as it wakes
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid).map(Number);
}

/** The fourth field of its line; the second, its name in brackets, may hold blanks. */
function parentOf(pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]);
  } catch {
    return undefined; // it has just ended
  }
}

export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Asks until it is so. @throws when the time is over */
export async function untilSo(what: string, isSo: () => Promise<boolean>, milliseconds = 60_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what}: not within ${milliseconds} ms`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
