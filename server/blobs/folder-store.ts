import { createReadStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from '../storage/sync-directory.ts';
import type { ObjectStore } from './object-store.ts';

/** Objects as files below `folder`; it must lie on the file system of the files it adopts. */
export function folderStore(folder: string): ObjectStore {
  const pathOf = (name: string) => join(folder, name);
  return {
    async adopt(name, path) {
      const target = pathOf(name);
      if ((await mkdir(dirname(target), { recursive: true })) !== undefined) syncDirectory(folder);
      await rename(path, target);
      syncDirectory(dirname(target));
    },
    read: (name, start, end) => createReadStream(pathOf(name), { start, end: end - 1 }), // its `end` is included
    has: (name) =>
      access(pathOf(name)).then(
        () => true,
        () => false,
      ),
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}
