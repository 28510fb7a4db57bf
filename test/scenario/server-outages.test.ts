import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import pg from 'pg';
import { expect, it } from 'vitest';
import { environmentOn, storageAdapters } from '../contract/storage-adapters.ts';
import { signUp } from '../harness/rest-client.ts';
import { startServer } from '../harness/server.ts';

const postgres = storageAdapters.find(({ name }) => name === 'postgres');

it.runIf(postgres !== undefined)('[RUN6] who is looked for while the connection is lost is told to try again, though the library hides why and the database is back at once', async () => {
  const database = await postgres!.make();
  const server = await startServer({ env: environmentOn(database) });
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  const [holder, other] = [1, 2].map(() => new pg.Client({ connectionString: database.config.databaseUrl })) as [pg.Client, pg.Client];
  await Promise.all([holder.connect(), other.connect()]);
  await new Promise((resolve) => setTimeout(resolve, 1100)); // who it is was looked up within the last second
  await holder.query('begin; lock table session in access exclusive mode');
  const asked = lead.ask(endpoints.projects);
  const cut = async (): Promise<number> => (await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rows.length;
  await expect.poll(cut, { timeout: 10_000 }).toBeGreaterThan(0);
  await holder.query('rollback');
  const { status, problem } = await asked;
  expect([status, problem?.type]).toEqual([503, 'DatabaseAway']);
  expect((await lead.ask(endpoints.projects)).status).toBe(200);
  await Promise.all([holder.end(), other.end()]);
  await server.stop();
  await database.discard();
}, 60_000);
