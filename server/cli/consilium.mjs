#!/usr/bin/env node
// Plain JavaScript, because the Node that starts it may be older than the one the product runs on:
// where that is so, the packaged Node 24 takes over (ARCHITECTURE.md: runtime and storage).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, 'main.ts');
const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env }; // the next call starts in half the time
const packagedNode = join(here, '..', '..', 'node_modules', '.bin', 'node');
const isOldNode = Number(process.versions.node.split('.')[0]) < 24;

if (isOldNode && !existsSync(packagedNode)) {
  process.stderr.write(`consilium needs Node 24; this is ${process.version}. Run "npm run setup" first.\n`);
  process.exit(1);
}
const result = spawnSync(isOldNode ? packagedNode : process.execPath, ['--disable-warning=ExperimentalWarning', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env,
});
process.exit(result.status ?? 1);
