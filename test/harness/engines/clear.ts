import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Ends every engine that was started in the folder, and removes it. Does nothing the second time. */
export function clearEngines(folder: string): void {
  for (const file of filesIn(folder)) endThoseOf(join(folder, file));
  remove(folder);
}

/** Ends one engine before the others. @param file where its process ids are noted @param folder what it kept */
export function clearEngine(file: string, folder: string): void {
  endThoseOf(file);
  remove(file);
  remove(folder);
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

function endThoseOf(file: string): void {
  const { pids } = JSON.parse(readFileSync(file, 'utf8')) as { pids: number[] }; // as shared.ts and own.ts write it
  for (const pid of pids) end(pid);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return []; // cleared already
  }
}

/** The whole group: PostgreSQL has children. */
function end(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has gone by itself
  }
}

/** Run on its own it watches a test run, and clears up after one that was cut off. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , run = '', folder = ''] = process.argv;
  const timer = setInterval(() => {
    if (isRunning(Number(run)) && existsSync(folder)) return;
    clearInterval(timer); // the run has ended, or has cleared up
    clearEngines(folder);
  }, 1000);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
}
