import { makeUpdateLog } from '@consilium/server/log/update-log.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';

const clock = () => instantOf(1_800_000_000_000);
const postgres = storageAdapters.find(({ name }) => name === 'postgres');

describe.runIf(postgres !== undefined)('PostgreSQL that loses its connections', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await postgres!.make();
  });
  afterEach(() => database.discard());

  it('[STORE15] [LOG4] loses no acknowledged update, and goes on by itself', async () => {
    const storage = await database.open();
    const log = makeUpdateLog(storage, clock);
    const acknowledged: number[] = [];
    let failures = 0;
    let isOver = false;
    const write = async (hand: number) => {
      for (let count = 0; !isOver; count += 1) {
        const mark = hand * 1_000_000 + count;
        await log.append(`item/${hand % 3}`, 'readerA', hand, Buffer.from(String(mark))).then(
          () => acknowledged.push(mark),
          () => (failures += 1),
        );
      }
    };
    const writing = Array.from({ length: 20 }, (_, hand) => write(hand));
    for (let round = 0; round < 4; round += 1) await cutConnections(database.config.databaseUrl!);
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(before);
    isOver = true;
    await Promise.all(writing);

    const stored = new Set<number>();
    for (const document of ['item/0', 'item/1', 'item/2']) {
      for (const { update } of (await log.load(document)).updates) stored.add(Number(Buffer.from(update)));
    }
    expect(acknowledged.filter((mark) => !stored.has(mark))).toEqual([]);
    console.info(`4 cuts: ${acknowledged.length} acknowledged, 0 lost, ${failures} told that they failed`);
    await log.close();
    await storage.close();
  }, 30_000);
});

/** Ends every other connection to the database, as a restart or a failover does. */
async function cutConnections(databaseUrl: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}
