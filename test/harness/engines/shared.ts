import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Config } from '@consilium/server/config.ts';
import { startPostgres } from './postgres.ts';
import { type Engine, untilSo } from './process.ts';
import { startRedis } from './redis.ts';
import { startS3 } from './s3.ts';

/** Where a test run keeps its engines (`for-test-runs.ts` makes and clears it). */
export const folderVariable = 'CONSILIUM_TEST_ENGINES';

/** The PostgreSQL of this test run, started when the first test asks; `undefined`, with a word why, where there is none. */
export const postgresUrl = (): Promise<string | undefined> =>
  shared('PostgreSQL', process.env.CONSILIUM_TEST_DATABASE_URL, startPostgres, ({ url }) => url);

export const redisUrl = (): Promise<string | undefined> => shared('Redis', process.env.REDIS_URL, startRedis, ({ url }) => url);

export const s3Config = (): Promise<S3Config | undefined> => shared('S3', undefined, startS3, ({ config }) => config);

interface Kept<T> {
  readonly pids: readonly number[];
  readonly place: T | null;
}

/** One for all workers: whoever makes the folder starts it, the others wait for its file. */
async function shared<E extends Engine, T>(name: string, given: T | undefined, start: (folder: string) => Promise<E | undefined>, placeOf: (engine: E) => T): Promise<T | undefined> {
  if (given !== undefined) return given;
  const root = process.env[folderVariable] ?? mkdtempSync(join(tmpdir(), 'consilium-engines-'));
  const file = join(root, `${name}.json`);
  try {
    mkdirSync(join(root, name));
  } catch {
    await untilSo(`${name} of this test run`, async () => existsSync(file), 120_000); // another worker is at it
    return readPlace<T>(name, file);
  }
  const engine = await start(join(root, name)).catch((error: unknown) => {
    console.log(`${name} cannot be started: ${error instanceof Error ? error.message : error}`);
    return undefined;
  });
  const kept: Kept<T> = { pids: engine?.pids ?? [], place: engine === undefined ? null : placeOf(engine) };
  writeFileSync(`${file}.part`, JSON.stringify(kept));
  renameSync(`${file}.part`, file);
  return readPlace<T>(name, file);
}

function readPlace<T>(name: string, file: string): T | undefined {
  const { place } = JSON.parse(readFileSync(file, 'utf8')) as Kept<T>; // written above
  if (place === null) console.log(`skipped: what needs ${name}, which this machine does not have`);
  return place ?? undefined;
}
