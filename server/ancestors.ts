import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Calls back once when the process that started this one, or the one above it, has gone: npm passes no signals on, and between it and the
 * server stands the shell script by which pnpm starts the packaged Node. Where the parent of a parent cannot be had (Windows), the parent
 * alone is watched.
 */
export async function whenAbandoned(leave: () => void): Promise<void> {
  const parent = process.ppid;
  const above = await parentOf(parent);
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
