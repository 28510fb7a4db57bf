import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import { describe, expect, it } from 'vitest';
import { failCalls } from '../harness/failing-calls.ts';
import { createProject, type Signed } from '../harness/people-at-work.ts';
import { signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { smallDisk } from '../harness/small-disk.ts';
import { served, SteadyWriter } from '../harness/steady-writer.ts';

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Four people who write into two documents of a server on the embedded store. */
interface Work {
  readonly server: RunningServer;
  readonly lead: Signed;
  readonly writers: readonly SteadyWriter[];
  readonly urls: readonly string[];
}

async function workOn(dataDir: string | undefined): Promise<Work> {
  const server = await startServer(dataDir === undefined ? {} : { dataDir });
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  const urls = [await createProject(lead), await createProject(lead)].map((project) => `${server.url.replace('http', 'ws')}/sync/protocol/${project}`);
  const writers = [0, 1, 2, 3].map((at) => new SteadyWriter([urls[at % 2]!], lead.cookie, 7000 + at, 15));
  return { server, lead, urls, writers };
}

const acknowledged = ({ writers }: Work): number => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);

/** What was written before the disk failed is still being told, on a busy machine for a while. */
async function acknowledgedBefore(work: Work): Promise<number> {
  let last = -1;
  for (const end = Date.now() + 5000; last !== acknowledged(work) && Date.now() < end; await pause(300)) last = acknowledged(work);
  return acknowledged(work);
}

async function untilAllWrite({ writers }: Work): Promise<void> {
  const before = writers.map((writer) => writer.acknowledged.size);
  await expect.poll(() => writers.every((writer, at) => writer.acknowledged.size > before[at]!), { timeout: 20_000, interval: 20 }).toBe(true);
}

/** What was acknowledged and is not served. */
async function lost({ writers, urls, lead }: Work): Promise<string[]> {
  const kept = new Set((await Promise.all(urls.map((url) => served(url, lead.cookie)))).flatMap((doc) => [...doc.getMap('draft').keys()]));
  return writers.flatMap((writer) => [...writer.acknowledged]).filter((key) => !kept.has(key));
}

/** Nothing is acknowledged while the disk fails, what is there is served whole, and afterwards all goes on in the same process. */
async function outlives(work: Work, fail: () => Promise<() => Promise<void>>): Promise<void> {
  await untilAllWrite(work);
  const mend = await fail();
  const before = await acknowledgedBefore(work);
  await pause(1500);
  expect(acknowledged(work)).toBe(before);
  expect(await lost(work)).toEqual([]);
  const refused = await work.lead.ask(endpoints.createProject, { body: { name: 'Chest', objective: { question: 'Is there a nodule?', detail: '' }, modalities: ['imaging'], plan: defaultPlan } });
  expect(refused).toMatchObject({ status: 507, problem: { type: 'DiskFails' } });
  await mend();
  await untilAllWrite(work);
  for (const writer of work.writers) await writer.finish();
  expect(await lost(work)).toEqual([]);
  expect(work.writers.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(work.server.isRunning()).toBe(true);
  expect(await work.lead.call(endpoints.verifyAudit)).toMatchObject({ isIntact: true });
  console.info(`${acknowledged(work)} acknowledged, 0 lost`);
}

/** Its people leave, it is killed, and what it comes back with is looked at: the disk kept what was told. */
async function leave(work: Work): Promise<void> {
  for (const writer of work.writers) writer.leave();
  await work.server.kill();
  const { dataDir, url } = work.server;
  const again = await startServer({ dataDir, port: Number(new URL(url).port) });
  expect(await lost(work)).toEqual([]);
  await again.stop();
}

describe('the disk under the embedded store', () => {
  it('[STORE13] [RELAY5] that is full: nothing is acknowledged, nothing empty is served, nothing is lost, and freed space is enough to go on', async ({ skip }) => {
    const disk = await smallDisk(48);
    if (disk === undefined) return skip();
    const work = await workOn(disk.folder);
    try {
      await outlives(work, async () => {
        disk.fill();
        return async () => disk.free();
      });
      await leave(work);
    } finally {
      await work.server.kill();
      await disk.remove();
    }
  }, 90_000);

  it.for([['pwrite64'], ['fdatasync', 'fsync']])('[STORE13] [RELAY5] that fails at %s: the same', { timeout: 90_000 }, async (calls, { skip }) => {
    const work = await workOn(undefined);
    try {
      await outlives(work, async () => (await failCalls(work.server.pid, calls, 'EIO')) ?? skip());
      await leave(work);
    } finally {
      await work.server.kill();
      rmSync(work.server.dataDir, { recursive: true });
    }
  });

  it('[STORE19] whose database file is removed: the server saves what it holds and ends, no empty one takes its place, and the copy has all that was acknowledged', async () => {
    const work = await workOn(undefined);
    const { dataDir, url } = work.server;
    try {
      await untilAllWrite(work);
      for (const name of ['consilium.db', 'consilium.db-wal', 'consilium.db-shm']) rmSync(join(dataDir, name), { force: true });
      await expect.poll(() => work.server.isRunning(), { timeout: 45_000 }).toBe(false);
      for (const writer of work.writers) writer.leave();
      const [, copy] = /All that it held is in (\S+): put that in its place/.exec(work.server.printed()) ?? [];
      await expect(startServer({ dataDir })).rejects.toThrow(/is missing, though there was one/);
      renameSync(copy ?? '', join(dataDir, 'consilium.db'));
      const again = await startServer({ dataDir, port: Number(new URL(url).port) });
      expect(await lost(work)).toEqual([]);
      await again.stop();
    } finally {
      await work.server.kill();
      rmSync(dataDir, { recursive: true });
    }
  }, 90_000);
});
