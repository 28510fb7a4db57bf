import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { databaseFile, masterKeyPath } from './data-directory.ts';
import { type Keys, makeKeys } from './keys.ts';
import { StorageRefused } from './storage.ts';
import { syncDirectory } from './sync-directory.ts';

export interface LoadedKeys {
  readonly keys: Keys;
  /** Set when a key file was just made: its path, to be printed with the advice to back it up. */
  readonly createdFile: string | undefined;
}

type KeyConfig = Pick<Config, 'masterKey' | 'dataDirectory'> & Partial<Pick<Config, 'previousMasterKey'>>;

/** The keys of CONSILIUM_KEY, or else of `keys/master.key` in the data directory, which the first run makes. */
export function loadKeys(config: KeyConfig): LoadedKeys {
  const { masterKey, previousMasterKey } = config;
  const older = previousMasterKey === undefined ? [] : [previousMasterKey];
  if (masterKey !== undefined) return { keys: makeKeys(masterKey, older), createdFile: undefined };
  const path = masterKeyPath(config.dataDirectory);
  const isNew = !existsSync(path);
  if (isNew && existsSync(databaseFile(config.dataDirectory))) {
    throw new StorageRefused(
      `${path} is missing, though there is data that it opens. Put the backed-up file in its place, or set CONSILIUM_KEY.`,
    );
  }
  if (isNew) writeMasterKeys(path, [randomBytes(32)]);
  const [current, ...previous] = readMasterKeys(path);
  return { keys: makeKeys(current!, previous), createdFile: isNew ? path : undefined };
}

/** What a person must read once, when a key file was made. */
export const backUpAdvice = (path: string) =>
  `A new master key was written to ${path}. Back this up, apart from the data: without it the data is gone.`;

/** One key per line as hexadecimal, the current one first; the others are from before a rotation. */
export function readMasterKeys(path: string): readonly Buffer[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const isWhole = lines.length > 0 && lines.every((line) => /^[0-9a-f]{64}$/.test(line.trim()));
  if (!isWhole)
    throw new StorageRefused(
      `${path} is not a key file: each line must be 64 hexadecimal digits. Put the backed-up file in its place.`,
    );
  return lines.map((line) => Buffer.from(line.trim(), 'hex'));
}

/** Replaces the key file in one step, readable by its owner alone, on disk when this returns. */
export function writeMasterKeys(path: string, keys: readonly Uint8Array[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  chmodSync(fresh, 0o600);
  writeSync(file, keys.map((key) => `${Buffer.from(key).toString('hex')}\n`).join(''));
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, path);
  syncDirectory(dirname(path));
}
