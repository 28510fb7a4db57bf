import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { syncDirectory } from './sync-directory.ts';

const ErasedSchema = z.object({ item: z.string(), at: z.string(), by: z.string(), sources: z.array(z.string()) });
/** An item that is to stay erased, with the sources it had; no word of its content. */
export type Erased = z.infer<typeof ErasedSchema>;

/** Beside the master key and not in any backup: a backup that is brought back is told by it what to forget. */
export const erasedListPath = (dataDirectory: string) => join(dataDirectory, 'keys', 'erased.jsonl');

export function readErasedList(dataDirectory: string): readonly Erased[] {
  const path = erasedListPath(dataDirectory);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line.endsWith('}')); // a line cut off by a crash told nobody anything yet
  return lines.map((line) => ErasedSchema.parse(JSON.parse(line)));
}

/** On disk when it returns. */
export function addToErasedList(dataDirectory: string, erased: Erased): void {
  const path = erasedListPath(dataDirectory);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a', 0o600);
  writeSync(file, `\n${JSON.stringify(erased)}\n`);
  fsyncSync(file);
  closeSync(file);
  syncDirectory(dirname(path));
}
