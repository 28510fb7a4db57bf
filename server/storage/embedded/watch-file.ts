import { existsSync, readdirSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { backupFolder, databaseFile } from '../data-directory.ts';
import { StorageRefused } from '../storage.ts';

const everyMs = 2000;

/** Calls back once when the path no longer leads to the file that is open: what is written to it then ends with this process. @returns how to stop */
export function watchFile(path: string, onLost: () => void): () => void {
  const { ino } = statSync(path);
  const look = async (): Promise<void> => {
    if ((await inodeAt(path, ino)) === ino) return;
    clearInterval(timer);
    onLost();
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** A disk that does not answer says nothing about the file. */
async function inodeAt(path: string, known: number): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.ino,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : known),
  );
}

/** Where there are backups there has been a database: an empty one never takes its place by itself. */
export function assertNotLost(dataDirectory: string): void {
  const [path, folder] = [databaseFile(dataDirectory), backupFolder(dataDirectory)];
  if (existsSync(path) || !existsSync(folder)) return;
  const newest = readdirSync(folder).filter((name) => name.endsWith('.db')).sort((a, b) => statSync(`${folder}/${a}`).mtimeMs - statSync(`${folder}/${b}`).mtimeMs).at(-1);
  if (newest === undefined) return;
  throw new StorageRefused(`${path} is missing, though there was one. Put ${folder}/${newest}, the newest copy, in its place; or move ${folder} away to begin anew.`);
}
