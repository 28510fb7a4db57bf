import type { Config } from '../config.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import type { Keys } from './keys.ts';
import { loadKeys } from './master-key.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import type { Storage } from './storage.ts';

export type StorageConfig = Pick<Config, 'dataDirectory' | 'databaseUrl' | 'masterKey'> &
  Partial<Pick<Config, 'previousMasterKey'>>;

/**
 * Opens the database with every migration applied: PostgreSQL where `databaseUrl` says so, else the encrypted file.
 * Throws `StorageRefused`, in words for the person at the terminal, when it must not or cannot be opened.
 */
export async function openDatabase(config: StorageConfig, keys: Keys = loadKeys(config).keys): Promise<Storage> {
  if (config.databaseUrl !== undefined) return openPostgres(config.databaseUrl, keys);
  return openEmbedded(config.dataDirectory, keys);
}
