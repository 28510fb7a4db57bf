import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes a rename in `directory` survive a power cut; Windows has no such thing and needs none. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Puts on disk what was written to a file by others. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
