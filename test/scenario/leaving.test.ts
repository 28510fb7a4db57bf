import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createProject } from '../harness/people-at-work.ts';
import { signUp } from '../harness/rest-client.ts';
import { startServer } from '../harness/server.ts';
import { freePort } from '../harness/server-process.ts';
import { served, SteadyWriter } from '../harness/steady-writer.ts';

const root = resolve(import.meta.dirname, '../..');

it.skipIf(process.platform === 'win32')('[RUN1] SIGTERM to npm ends the server it started, in order, though npm passes no signal on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-leaving-'));
  const port = await freePort();
  const path = process.env.PATH?.split(delimiter).filter((place) => !place.includes('node_modules')).join(delimiter); // npm as a person has it
  const env = { ...process.env, PATH: path, PORT: String(port), HOST: '127.0.0.1', CONSILIUM_DATA_DIR: folder };
  const npm = spawn('npm', ['start', '--ignore-scripts'], { cwd: root, env, stdio: 'ignore' }); // without the installing and building before it
  try {
    await until(async () => (await isUp(port)) === true, 30_000);
    npm.kill('SIGTERM');
    await until(async () => (await isUp(port)) === false, 15_000);
  } finally {
    npm.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
  expect(await isUp(port)).toBe(false);
}, 60_000);

it('[RUN1] [RELAY13] SIGTERM while eight people write ends the server within five seconds; all that was acknowledged is there, and the start after it needs nothing of them', async () => {
  const server = await startServer();
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  const path = `/sync/protocol/${await createProject(lead)}`;
  const writers = Array.from({ length: 8 }, (_, at) => new SteadyWriter([server.url.replace('http', 'ws') + path], lead.cookie, 6000 + at));
  await until(async () => writers.every(({ acknowledged }) => acknowledged.size > 20), 20_000);
  const told = Date.now();
  const code = await server.end();
  const took = Date.now() - told;
  for (const writer of writers) writer.leave();
  const again = await startServer({ dataDir: server.dataDir }); // at another port: nobody comes back with what they hold
  const kept = new Set((await served(again.url.replace('http', 'ws') + path, lead.cookie)).getMap('draft').keys());
  await again.stop();
  rmSync(server.dataDir, { recursive: true });
  const acknowledged = writers.flatMap((writer) => [...writer.acknowledged]);
  expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
  expect(writers.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(code).toBe(0);
  expect(took).toBeLessThan(5000);
  console.info(`SIGTERM under load: ${acknowledged.length} acknowledged, 0 lost, gone after ${took} ms`);
}, 90_000);

const isUp = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (response) => response.ok,
    () => false, // nobody listens
  );

async function until(isSo: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await isSo()) && Date.now() < end) await new Promise((done) => setTimeout(done, 100));
}
