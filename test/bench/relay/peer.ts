import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = '0.1.1';

/**
 * Installs `@y/websocket-server` outside the workspace, whose Yjs it would double, and keeps it for the next run.
 * @returns the path of its server, or `undefined` where the registry cannot be reached
 */
export function installPeer(): string | undefined {
  const folder = join(tmpdir(), `consilium-bench-peer-${version}`);
  const server = join(folder, 'node_modules/@y/websocket-server/src/server.js');
  if (existsSync(server)) return server;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const wanted = ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', `@y/websocket-server@${version}`];
  const { status, stderr } = spawnSync('npm', wanted, { cwd: folder, encoding: 'utf8', timeout: 90_000 });
  if (status === 0 && existsSync(server)) return server;
  process.stderr.write(`@y/websocket-server ${version} could not be installed, so it is left out: ${stderr?.trim().split('\n').at(-1) ?? 'npm did not run'}\n`);
  return undefined;
}
