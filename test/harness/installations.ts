import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { readConfig, type S3Config } from '@consilium/server/config.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { storageAdapters } from '../contract/storage-adapters.ts';
import { consilium } from './command-line.ts';
import { wordsInFiles, wordsOpened, wordsWithin } from './decrypted.ts';
import { findProgram, runToEnd } from './engines/process.ts';
import { s3Config } from './engines/shared.ts';

/** Where an installation keeps its data, and what its operator does with it, while no server runs on it or beside one. */
export interface Installation {
  readonly dataDirectory: string;
  /** for servers and the command line */
  readonly env: Readonly<Record<string, string>>;
  /** Which of these words somebody finds who has all of it, the master key too. */
  wordsWithin(words: readonly string[]): Promise<string[]>;
  /** How many stored files there are of a source. */
  filesOf(sha256: string): Promise<number>;
  /** Backs up while a server runs. @returns how to bring it back into a new place, with or without the list of what was erased since */
  backUp(): Promise<(withList: boolean) => Promise<Installation>>;
  discard(): Promise<void>;
}

export interface InstallationKind {
  readonly name: string;
  make(folder: string): Promise<Installation>;
}

/** Every kind of engine that this machine has. */
export async function installationKinds(): Promise<readonly InstallationKind[]> {
  const [postgres, s3] = [storageAdapters.find(({ name }) => name === 'postgres'), await s3Config()];
  const hasTools = findProgram('pg_dump') !== undefined && findProgram('pg_restore') !== undefined;
  const embedded: InstallationKind = { name: 'the embedded store', make: async (folder) => embeddedAt(join(folder, 'data'), folder) };
  if (postgres === undefined || s3 === undefined || !hasTools) return [embedded];
  return [embedded, { name: 'PostgreSQL and S3', make: (folder) => outside(folder, s3) }];
}

const embeddedAt = (dataDirectory: string, folder: string): Installation => ({
  dataDirectory,
  env: { CONSILIUM_DATA_DIR: dataDirectory },
  wordsWithin: (words) => wordsWithin(dataDirectory, words),
  filesOf: async (sha256) => (await readdir(join(dataDirectory, 'blobs'), { recursive: true })).filter((name) => name.includes(sha256)).length,
  async backUp() {
    const file = join(folder, `${randomUUID()}.tar`);
    await consilium(['backup', file, '--data-dir', dataDirectory]);
    return async (withList) => {
      const into = join(folder, randomUUID());
      const kept = withList ? 'keys' : join('keys', 'master.key');
      await cp(join(dataDirectory, kept), join(into, kept), { recursive: true });
      await consilium(['restore', file, '--data-dir', into]);
      return embeddedAt(into, folder);
    };
  },
  discard: async () => undefined,
});

async function outside(folder: string, s3: S3Config, key?: string): Promise<Installation> {
  const database = await storageAdapters.find(({ name }) => name === 'postgres')!.make();
  const { databaseUrl, masterKey } = database.config;
  const dataDirectory = join(folder, randomUUID());
  await mkdir(dataDirectory);
  const env = {
    CONSILIUM_DATA_DIR: dataDirectory, DATABASE_URL: databaseUrl!, CONSILIUM_KEY: key ?? Buffer.from(masterKey!).toString('hex'),
    S3_ENDPOINT: s3.endpoint, S3_BUCKET: s3.bucket, S3_REGION: s3.region, S3_ACCESS_KEY_ID: s3.accessKeyId, S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
  return {
    dataDirectory, env,
    async wordsWithin(words) {
      const plain = await runToEnd(findProgram('pg_dump')!, ['--inserts', databaseUrl!]);
      const binary = [...plain.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1'));
      const rows = words.filter((word) => plain.includes(word) || binary.some((text) => text.includes(word))).map((word) => `database: ${word}`);
      return [...rows, ...wordsInFiles(dataDirectory, words), ...(await wordsOpened(expectOk(readConfig(env), 'configuration'), words))];
    },
    async filesOf(sha256) {
      const { endpoint, region, bucket, accessKeyId, secretAccessKey } = s3;
      const client = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
      return (await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${sha256.slice(0, 2)}/${sha256}` }))).KeyCount ?? 0;
    },
    async backUp() {
      const file = join(folder, `${randomUUID()}.dump`);
      await runToEnd(findProgram('pg_dump')!, ['--format=custom', '--file', file, databaseUrl!]);
      return async (withList) => {
        const made = await outside(folder, s3, env.CONSILIUM_KEY);
        await runToEnd(findProgram('pg_restore')!, ['--exit-on-error', '--dbname', made.env.DATABASE_URL!, file]);
        if (withList) await cp(join(dataDirectory, 'keys'), join(made.dataDirectory, 'keys'), { recursive: true });
        return made;
      };
    },
    discard: () => database.discard(),
  };
}
