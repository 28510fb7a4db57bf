import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const launcher = fileURLToPath(new URL('../../server/cli/consilium.mjs', import.meta.url));

/** `consilium` in a process of its own. @throws when it fails, with what it said */
export const consilium = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(process.execPath, [launcher, ...args], { env: { ...process.env, ...env } });
