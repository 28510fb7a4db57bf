import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface Ancestors {
  readonly parent: number;
  /** `undefined` where the system does not say */
  readonly above: number | undefined;
}

/** The process that started this one, and the one above it. To be asked first of all: npm may be gone again before the server is open. */
export async function noteAncestors(): Promise<Ancestors> {
  const parent = process.ppid;
  return { parent, above: await parentOf(parent) };
}

/**
 * Calls back once when one of these has gone: npm passes no signals on, and between it and the server stands the shell script by which
 * pnpm starts the packaged Node. Where the parent of a parent cannot be had (Windows), the parent alone is watched.
 */
export async function whenAbandoned(noted: Promise<Ancestors>, leave: () => void): Promise<void> {
  const { parent, above } = await noted;
  const timer = setInterval(async () => {
    if (process.ppid === parent && (above === undefined || (await parentOf(parent)) === above)) return;
    clearInterval(timer);
    leave();
  }, 1000);
  timer.unref();
}

/** @returns its process id, or `undefined` where the system does not say */
async function parentOf(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined); // gone
    const [, parent] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []; // after the name, which may hold spaces
    return parent === undefined ? undefined : Number(parent);
  }
  if (process.platform === 'win32') return undefined;
  const ps = await promisify(execFile)('ps', ['-o', 'ppid=', '-p', String(pid)]).catch(() => undefined); // gone
  return ps === undefined ? undefined : Number(ps.stdout);
}
