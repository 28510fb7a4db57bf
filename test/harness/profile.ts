import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launchOnProfile, listenForFaults, type Seat } from './browser.ts';
import { openLink } from './link.ts';
import { listenToStatus, type Witness } from './witness.ts';

/** A person's own browser on a disk that outlives it: it can be killed and started again. */
export interface OwnBrowser {
  /** the seat of the browser that runs now */
  seat(): Seat;
  /** what its status bars have said since it was started */
  witness(): Witness;
  /** SIGKILL to every process of it: nothing is finished, nothing is flushed. */
  kill(): Promise<void>;
  /** Closes it in order, so that cookies reach the disk, and starts it again. */
  restart(): Promise<void>;
  /** Starts it after a kill. */
  start(): Promise<void>;
  leave(): Promise<void>;
}

/** @param port where the server listens */
export async function openOwnBrowser(name: string, port: number): Promise<OwnBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'consilium-profile-'));
  const link = await openLink(port);
  const faults: string[] = [];
  const start = async () => {
    const context = await launchOnProfile(profile, link.url);
    context.setDefaultTimeout(30_000);
    listenForFaults(context, name, faults);
    const witness = await listenToStatus(context);
    const page = context.pages()[0] ?? (await context.newPage());
    return { context, witness, page };
  };
  let running: { context: BrowserContext; witness: Witness; page: Page } = await start();
  return {
    seat: () => ({ name, context: running.context, page: running.page, link, faults, leave: () => running.context.close() }),
    witness: () => running.witness,
    async kill() {
      const closed = new Promise<void>((done) => running.context.once('close', () => done()));
      for (const pid of processesOn(profile)) killOne(pid);
      await closed;
    },
    async restart() {
      await running.context.close();
      running = await start();
    },
    async start() {
      running = await start();
    },
    async leave() {
      await running.context.close();
      await link.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The browser that was started on this folder, which no other has, and all its children. */
function processesOn(profile: string): readonly number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { maxBuffer: 1 << 26 }).toString().split('\n');
  const all = rows.flatMap((row) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return pid && parent ? [{ pid: Number(pid), parent: Number(parent), args: args ?? '' }] : [];
  });
  const found = new Set(all.filter(({ args }) => args.includes(`--user-data-dir=${profile}`)).map(({ pid }) => pid));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error; // it went with its parent
  }
}
