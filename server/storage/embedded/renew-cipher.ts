import { copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder, databaseFile } from '../data-directory.ts';
import type { Keys } from '../keys.ts';
import { syncDirectory, syncFile } from '../sync-directory.ts';
import { changeCipher, ciphers, openSqlite, type SqliteFile } from './connection.ts';

/**
 * Brings a file of an earlier version, which has another cipher, to today's: into a copy that takes its place when it is whole and on disk.
 * The old file stays among the backups. Cut off at any moment, it is done again.
 * @returns false, with nothing changed, where no cipher of earlier versions opens the file with any of the keys
 */
export function renewCipher(dataDirectory: string, fileKeys: Keys['fileKeys']): boolean {
  const path = databaseFile(dataDirectory);
  const [today, ...earlier] = ciphers;
  for (const cipher of earlier)
    for (const key of fileKeys) {
      const copy = `${path}.renewed`;
      if (!copied({ path, keyHex: key.toString('hex'), cipher, isReadOnly: false }, copy)) continue;
      changeCipher({ path: copy, keyHex: key.toString('hex'), cipher, isReadOnly: false }, today);
      syncFile(copy);
      keep(path, join(backupFolder(dataDirectory), `before-${today}-${Date.now()}.db`));
      renameSync(copy, path);
      syncDirectory(dataDirectory);
      return true;
    }
  return false;
}

/** Closing the file leaves all of it in it, and nothing in a log beside it. */
function copied(file: SqliteFile, copy: string): boolean {
  rmSync(copy, { force: true });
  try {
    const database = openSqlite(file);
    try {
      database.prepare('vacuum into ?').run(copy);
    } finally {
      database.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return false;
    throw error;
  }
}

function keep(path: string, backup: string): void {
  mkdirSync(join(backup, '..'), { recursive: true, mode: 0o700 });
  copyFileSync(path, backup);
  syncFile(backup);
  syncDirectory(join(backup, '..'));
}
