import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type StorageConfig } from '@consilium/server/storage/open-database.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import pg from 'pg';
import { vi } from 'vitest';
import { postgresUrl } from '../harness/engines/shared.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // each test opens a real database, also on a busy machine

/** An empty database of its own for one test. */
export interface TestDatabase {
  readonly config: StorageConfig;
  open(): Promise<Storage>;
  discard(): Promise<void>;
}

/** What a server is told to work on it. */
export const environmentOn = ({ config }: TestDatabase): Readonly<Record<string, string>> => ({
  DATABASE_URL: config.databaseUrl!, // of PostgreSQL
  CONSILIUM_KEY: Buffer.from(config.masterKey!).toString('hex'),
});

export interface StorageAdapter {
  readonly name: Storage['type'];
  make(): Promise<TestDatabase>;
}

const serverUrl = await postgresUrl();

/** Every database engine that this machine has. */
export const storageAdapters: readonly StorageAdapter[] = [
  { name: 'sqlite', make: makeEmbedded },
  ...(serverUrl === undefined ? [] : [{ name: 'postgres' as const, make: () => makePostgres(serverUrl) }]),
];

async function makeEmbedded(): Promise<TestDatabase> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'consilium-test-'));
  const config = { dataDirectory, databaseUrl: undefined, masterKey: randomBytes(32) };
  return {
    config,
    open: () => openDatabase(config),
    discard: async () => rmSync(dataDirectory, { recursive: true, force: true }),
  };
}

async function makePostgres(url: string): Promise<TestDatabase> {
  const name = `consilium_test_${randomUUID().replaceAll('-', '')}`;
  await administer(url, `create database ${name}`);
  const databaseUrl = Object.assign(new URL(url), { pathname: `/${name}` }).href;
  const dataDirectory = mkdtempSync(join(tmpdir(), 'consilium-test-'));
  const config = { dataDirectory, databaseUrl, masterKey: randomBytes(32) };
  return {
    config,
    open: () => openDatabase(config),
    async discard() {
      rmSync(dataDirectory, { recursive: true, force: true });
      await administer(url, `drop database ${name} with (force)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
