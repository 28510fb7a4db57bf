import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Config } from '@consilium/server/config.ts';
import { clearEngine } from './clear.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import type { Engine } from './process.ts';
import { type Redis, startRedis } from './redis.ts';
import { folderVariable } from './shared.ts';

/** A PostgreSQL and a Redis that one test may stop, kill and start again. */
export interface OwnEngines {
  readonly postgres: Postgres;
  readonly redis: Redis;
  /** Kills both and removes what they kept. */
  clear(): void;
}

/** `undefined`, with a word why, where this machine has not both. They end with the test run, also when it is cut off. */
export async function startOwnEngines(): Promise<OwnEngines | undefined> {
  const root = process.env[folderVariable] ?? mkdtempSync(join(tmpdir(), 'consilium-engines-'));
  const folder = mkdtempSync(join(root, 'own-'));
  const postgres = await startPostgres(folder);
  const redis = await startRedis(folder);
  if (postgres === undefined || redis === undefined) {
    console.log('skipped: this machine has not both PostgreSQL and Redis');
    return undefined;
  }
  const note = (): void => writeFileSync(`${folder}.json`, JSON.stringify({ pids: [...postgres.pids, ...redis.pids] }));
  note();
  return { postgres: noting(postgres, note), redis: noting(redis, note), clear: () => clearEngine(`${folder}.json`, folder) };
}

/** The same engine; whoever clears up learns of the process of each new start. */
const noting = <E extends Engine>(engine: E, note: () => void): E =>
  Object.create(engine, {
    start: {
      value: async () => {
        await engine.start();
        note();
      },
    },
  }) as E; // everything else is the engine's own

/** What servers must be told that share these engines. */
export const environmentOf = ({ postgres, redis }: OwnEngines, s3: S3Config | undefined): Readonly<Record<string, string>> => ({
  DATABASE_URL: postgres.url,
  REDIS_URL: redis.url,
  CONSILIUM_KEY: randomBytes(32).toString('hex'),
  ...(s3 === undefined
    ? {}
    : { S3_ENDPOINT: s3.endpoint, S3_BUCKET: s3.bucket, S3_REGION: s3.region, S3_ACCESS_KEY_ID: s3.accessKeyId, S3_SECRET_ACCESS_KEY: s3.secretAccessKey }),
});
