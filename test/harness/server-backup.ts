import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ServerProcess } from './server-process.ts';

const launcher = fileURLToPath(new URL('../../server/cli/consilium.mjs', import.meta.url));
const run = promisify(execFile);

/** A backup of a server, with its master key kept beside it, as an installation should. */
export interface Backup {
  /** The server loses its whole disk, and starts again on what the backup has. */
  bringBack(server: Pick<ServerProcess, 'dataDirectory' | 'kill' | 'restart'>): Promise<void>;
  remove(): Promise<void>;
}

/** Taken by the command line while the server runs. */
export async function backUp({ dataDirectory }: Pick<ServerProcess, 'dataDirectory'>): Promise<Backup> {
  const folder = await mkdtemp(join(tmpdir(), 'consilium-backup-'));
  const [file, keys] = [join(folder, 'backup.tar'), join(folder, 'keys')];
  await run(process.execPath, [launcher, 'backup', file, '--data-dir', dataDirectory]);
  await cp(join(dataDirectory, 'keys'), keys, { recursive: true });
  return {
    async bringBack(server) {
      await server.kill();
      await rm(server.dataDirectory, { recursive: true });
      await mkdir(dirname(join(server.dataDirectory, 'keys')), { recursive: true, mode: 0o700 });
      await cp(keys, join(server.dataDirectory, 'keys'), { recursive: true });
      await run(process.execPath, [launcher, 'restore', file, '--data-dir', server.dataDirectory]);
      await server.restart();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
