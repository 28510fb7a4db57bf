import type { UserId } from '@consilium/shared/domain/ids.ts';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AccountTables } from '../access/account-tables.ts';
import { type Config, readConfig } from '../config.ts';
import { openServer } from '../open-server.ts';
import { databaseFile } from '../storage/data-directory.ts';
import { loadKeys } from '../storage/master-key.ts';
import type { Services, SignedIn } from '../work/services.ts';
import { Failure, tell } from './outcome.ts';

/** Where the installation is: `--data-dir`, else as the server reads it from the environment. */
export function configOf(dataDir: string | undefined): Config {
  const read = readConfig({ ...process.env, ...(dataDir === undefined ? {} : { CONSILIUM_DATA_DIR: dataDir }) });
  if (!read.ok) throw new Failure(read.error.join('; '));
  return { ...read.value, dataDirectory: resolve(read.value.dataDirectory) };
}

/** The configuration of an installation that is there: a mistyped path makes no new one. */
export function existingConfig(dataDir: string | undefined): Config {
  const config = configOf(dataDir);
  if (config.databaseUrl !== undefined || existsSync(databaseFile(config.dataDirectory))) return config;
  throw new Failure(
    `${config.dataDirectory} holds no data of Consilium. Give its place with --data-dir, or a running server with --url and --token.`,
  );
}

/**
 * Works on the installation directly, while no server runs.
 * @param as the e-mail of who acts; the first administrator where it is left out
 */
export async function withServices<T>(
  dataDir: string | undefined,
  as: string | undefined,
  work: (services: Services, person: SignedIn) => Promise<T>,
): Promise<T> {
  const config = existingConfig(dataDir);
  const server = await openServer(config, loadKeys(config).keys, async () => new Response());
  try {
    const person = await actingPerson(server.services, as);
    tell(
      `Working directly on ${config.databaseUrl === undefined ? config.dataDirectory : 'the database of DATABASE_URL'} as ${person.name}.`,
    );
    return await work(server.services, person);
  } finally {
    await server.close();
  }
}

async function actingPerson({ db }: Services, as: string | undefined): Promise<SignedIn> {
  const accounts = db.withTables<AccountTables>().selectFrom('user').select(['id', 'name', 'email', 'isAdministrator']);
  const rows = await accounts.orderBy('name').execute();
  const row =
    as === undefined
      ? rows.find((one) => Boolean(one.isAdministrator))
      : rows.find((one) => one.email.toLowerCase() === as.toLowerCase());
  if (row === undefined)
    throw new Failure(
      as === undefined
        ? 'There is no administrator yet: start the server and open the link it prints.'
        : `Nobody here has the e-mail ${as}.`,
    );
  return { id: row.id as UserId, name: row.name, email: row.email, isAdministrator: Boolean(row.isAdministrator) }; // an id of an account we made
}
