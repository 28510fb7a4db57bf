import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clearEngines } from './clear.ts';
import { folderVariable } from './shared.ts';

/** For vitest: a folder for the engines that tests ask for, and their end, also when the run is cut off. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-engines-'));
  process.env[folderVariable] = folder;
  const watcher = fileURLToPath(new URL('./clear.ts', import.meta.url));
  spawn(process.execPath, [watcher, String(process.pid), folder], { stdio: 'ignore', detached: true }).unref();
  return () => clearEngines(folder);
}
