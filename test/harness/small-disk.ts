import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from './engines/process.ts';

/** A disk so small that a test can fill it. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves no byte free. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  remove(): Promise<void>;
}

/** A file system in memory; `undefined`, with a word why, where this user may not mount one. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-disk-'));
  try {
    await runToEnd('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'consilium-test', folder]);
  } catch {
    rmSync(folder, { recursive: true });
    console.log('skipped: this user may not mount a small file system (it takes Linux and root)');
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => writeUntilFull(ballast),
    free: () => rmSync(ballast),
    async remove() {
      await runToEnd('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function writeUntilFull(path: string): void {
  const file = openSync(path, 'a');
  for (const size of [1024 * 1024, 4096, 1]) while (isWritten(file, Buffer.alloc(size)));
  fsyncSync(file);
  closeSync(file);
}

function isWritten(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
