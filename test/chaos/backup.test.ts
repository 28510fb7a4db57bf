import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { describe, expect, it } from 'vitest';
import { storageAdapters } from '../contract/storage-adapters.ts';
import { findProgram, runToEnd } from '../harness/engines/process.ts';
import { createProject, join as joinProject, type Signed } from '../harness/people-at-work.ts';
import { signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { backUp } from '../harness/server-backup.ts';
import { freePort } from '../harness/server-process.ts';
import { served, SteadyWriter } from '../harness/steady-writer.ts';

/** Four people, each at a document of their own. */
interface Work {
  readonly lead: Signed;
  readonly writers: readonly SteadyWriter[];
  readonly urls: readonly string[];
}

async function workAt(server: RunningServer): Promise<Work> {
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  const projects = await Promise.all(Array.from({ length: 4 }, () => createProject(lead)));
  const people = await Promise.all(projects.map((project, at) => joinProject(lead, project, 'lead', `Lead ${at}`)));
  const urls = projects.map((project) => `${server.url.replace('http', 'ws')}/sync/protocol/${project}`);
  return { lead, urls, writers: urls.map((url, at) => new SteadyWriter([url], people[at]!.cookie, 9000 + at, 20)) };
}

const acknowledged = ({ writers }: Work): number => writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);

/** Waits until each has so many more acknowledged. */
async function untilEachHas({ writers }: Work, more: number): Promise<void> {
  const before = writers.map((writer) => writer.acknowledged.size);
  await expect.poll(() => writers.every((writer, at) => writer.acknowledged.size >= before[at]! + more), { timeout: 20_000 }).toBe(true);
}

async function kept({ urls, lead }: Work): Promise<ReadonlySet<string>> {
  return new Set((await Promise.all(urls.map((url) => served(url, lead.cookie)))).flatMap((doc) => [...doc.getMap('draft').keys()]));
}

/** Backed up while all write, lost some time after it, restored; what was acknowledged since then is with those who wrote it. */
async function losesNothing(work: Work, takeBackup: () => Promise<() => Promise<void>>): Promise<void> {
  await untilEachHas(work, 20);
  const before = acknowledged(work);
  const bringBack = await takeBackup();
  const meanwhile = acknowledged(work) - before;
  await untilEachHas(work, 20);
  const sinceBackup = acknowledged(work) - before - meanwhile;
  const lostAt = Date.now();
  await bringBack();
  for (const writer of work.writers) await writer.finish();
  const backMs = Date.now() - lostAt;
  const there = await kept(work);
  expect(work.writers.flatMap((writer) => [...writer.acknowledged]).filter((key) => !there.has(key))).toEqual([]);
  expect(work.writers.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(meanwhile).toBeGreaterThan(0);
  expect(await work.lead.call(endpoints.verifyAudit)).toMatchObject({ isIntact: true });
  console.info(`${acknowledged(work)} acknowledged, ${meanwhile} during the backup, ${sinceBackup} after it; 0 lost; all handed in again ${backMs} ms after the loss`);
}

describe('a backup taken under load, and clients that come back to what was restored', () => {
  it('[CLI4] [CLI5] the embedded store', async () => {
    const port = await freePort();
    let server = await startServer({ port });
    const { dataDir: dataDirectory } = server;
    const work = await workAt(server);
    const lives = {
      dataDirectory,
      kill: () => server.kill(),
      restart: async () => {
        server = await startServer({ port, dataDir: dataDirectory });
      },
    };
    try {
      await losesNothing(work, async () => {
        const backup = await backUp(lives);
        return () => backup.bringBack(lives).finally(backup.remove);
      });
    } finally {
      for (const writer of work.writers) writer.leave();
      await server.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    }
  }, 120_000);

  const postgres = storageAdapters.find(({ name }) => name === 'postgres');
  const [dump, restore] = [findProgram('pg_dump'), findProgram('pg_restore')];
  it.runIf(postgres !== undefined && dump !== undefined && restore !== undefined)('[STORE18] PostgreSQL, by its own pg_dump and pg_restore', async () => {
    const [first, second] = [await postgres!.make(), await postgres!.make()];
    const folder = mkdtempSync(join(tmpdir(), 'consilium-dump-'));
    const port = await freePort();
    const start = (databaseUrl: string) => startServer({ port, dataDir: folder, env: { DATABASE_URL: databaseUrl, CONSILIUM_KEY: Buffer.from(first.config.masterKey!).toString('hex') } });
    let server = await start(first.config.databaseUrl!);
    const work = await workAt(server);
    try {
      await losesNothing(work, async () => {
        const file = join(folder, 'consilium.dump');
        await runToEnd(dump!, ['--format=custom', '--file', file, first.config.databaseUrl!]);
        return async () => {
          await server.kill();
          await runToEnd(restore!, ['--exit-on-error', '--dbname', second.config.databaseUrl!, file]);
          server = await start(second.config.databaseUrl!);
        };
      });
    } finally {
      for (const writer of work.writers) writer.leave();
      await server.stop();
      rmSync(folder, { recursive: true });
      await Promise.all([first.discard(), second.discard()]);
    }
  }, 120_000);
});
