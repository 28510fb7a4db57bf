import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import { expect, it } from 'vitest';
import { createProject } from '../harness/people-at-work.ts';
import { RestClient, signUp } from '../harness/rest-client.ts';
import { startServer } from '../harness/server.ts';
import { freePort } from '../harness/server-process.ts';
import { served, SteadyWriter } from '../harness/steady-writer.ts';

const root = resolve(import.meta.dirname, '../..');

it.skipIf(process.platform === 'win32')('[RUN1] SIGTERM to npm ends the server it started, in order, though npm passes no signal on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-leaving-'));
  const port = await freePort();
  const path = process.env.PATH?.split(delimiter).filter((place) => !place.includes('node_modules')).join(delimiter); // npm as a person has it
  const env = { ...process.env, PATH: path, PORT: String(port), HOST: '127.0.0.1', CONSILIUM_DATA_DIR: folder };
  const npm = spawn('npm', ['start', '--ignore-scripts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] }); // without the installing and building before it
  npm.stdout.resume();
  let isGone = false;
  npm.once('close', () => (isGone = true)); // everybody who could print: the server too
  try {
    await expect.poll(() => isUp(port), { timeout: 30_000 }).toBe(true);
    npm.kill('SIGTERM');
    await expect.poll(() => isGone, { timeout: 15_000 }).toBe(true);
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
  await expect.poll(() => writers.every(({ acknowledged }) => acknowledged.size > 20), { timeout: 20_000 }).toBe(true);
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

it('[RUN11] SIGTERM while sixty projects are being made: each that was made is answered for', async () => {
  const first = await startServer();
  const lead = await signUp(first, first.adminLink ?? '', 'Lead');
  await first.end();
  const names: string[] = [];
  const unanswered: string[] = [];
  for (const wait of [5, 15, 30, 60]) {
    const server = await startServer({ dataDir: first.dataDir }); // cold, so that the requests last
    const client = Object.assign(new RestClient(server.url), { cookie: lead.cookie });
    const wanted = Array.from({ length: 60 }, (_, at) => `Project ${at} after ${wait} ms`);
    const body = (name: string) => ({ name, objective: { question: '', detail: '' }, modalities: ['text' as const], plan: defaultPlan });
    const asked = wanted.map((name) => client.ask(endpoints.createProject, { body: body(name) }).then(({ status }) => status, () => 'broken off'));
    await new Promise((done) => setTimeout(done, wait));
    expect(await server.end()).toBe(0);
    const answers = await Promise.all(asked);
    names.push(...wanted);
    unanswered.push(...wanted.filter((_, at) => answers[at] !== 200));
  }
  const again = await startServer({ dataDir: first.dataDir });
  const after = Object.assign(new RestClient(again.url), { cookie: lead.cookie });
  const there = new Set((await after.call(endpoints.projects)).projects.map(({ name }) => name));
  await again.stop();
  rmSync(first.dataDir, { recursive: true });
  expect(unanswered.filter((name) => there.has(name))).toEqual([]);
  expect([...there].toSorted()).toEqual(names.filter((name) => !unanswered.includes(name)).toSorted());
  console.info(`SIGTERM under requests: ${there.size} of ${names.length} made, all answered for`);
}, 90_000);

const isUp = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    (response) => response.ok,
    () => false, // nobody listens
  );
