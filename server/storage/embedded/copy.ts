import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory, syncFile } from '../sync-directory.ts';
import type { SqliteFile } from './connection.ts';
import { openThread } from './worker-client.ts';

/** Copies the database into a new file under the same key; complete and on disk when it has its name. */
export async function copyTo(target: string, file: SqliteFile): Promise<void> {
  if (existsSync(target)) throw new Error(`${target} is there already; a backup never replaces a file`);
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  rmSync(part, { force: true });
  const thread = await openThread(file, () => {});
  try {
    await thread.ask({ type: 'copy', path: part });
  } finally {
    await thread.close();
  }
  syncFile(part); // VACUUM INTO itself does not
  renameSync(part, target);
  syncDirectory(dirname(target));
}
