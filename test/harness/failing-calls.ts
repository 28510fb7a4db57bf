import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { findProgram } from './engines/process.ts';

/** Makes system calls of a running process fail until told to stop. `undefined`, with a word why, where this machine cannot. */
export async function failCalls(pid: number, calls: readonly string[], error: 'EIO' | 'EROFS'): Promise<(() => Promise<void>) | undefined> {
  const strace = findProgram('strace');
  const tracer = strace === undefined ? undefined : spawn(strace, ['-f', '-qq', '-o', '/dev/null', '-p', String(pid), '-e', `trace=${calls.join(',')}`, '-e', `inject=${calls.join(',')}:error=${error}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  if (tracer === undefined || !(await isTracing(tracer, pid))) {
    console.log('skipped: without strace, or the right to trace, no call can be made to fail');
    return undefined;
  }
  return async () => {
    const ended = once(tracer, 'exit');
    tracer.kill('SIGINT'); // it lets go, and the process goes on
    await ended;
  };
}

/** It is, or it ends: when it may not. */
async function isTracing(tracer: ChildProcess, pid: number): Promise<boolean> {
  while (tracer.exitCode === null) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (/^TracerPid:\s+[1-9]/m.test(status)) return true;
    await new Promise((done) => setTimeout(done, 20));
  }
  return false;
}
