import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile, copyFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signUp } from '../../test/harness/rest-client.ts';
import { startServer, type RunningServer } from '../../test/harness/server.ts';

const launcher = resolve(import.meta.dirname, 'consilium.mjs');
let folder: string;
let data: string;
let server: RunningServer;
let token: string;
let project: string;
let isStopped = false;

interface Ran {
  readonly code: number | null;
  readonly lines: readonly Record<string, unknown>[];
  readonly errors: string;
}

/** Runs the command as a person would; every line of its output is JSON. */
function consilium(...args: string[]): Promise<Ran> {
  return new Promise((done) => {
    const { CONSILIUM_DATA_DIR: _none, CONSILIUM_DEBUG: _quiet, ...env } = process.env;
    const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, env });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) =>
      done({
        code,
        errors,
        lines: out
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      }),
    );
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consilium-cli-'));
  data = join(folder, 'data');
  server = await startServer({ dataDir: data });
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  token = (await lead.call(endpoints.createToken, { body: { name: 'command line' } })).token;
  project = (await lead.call(endpoints.createDemonstration)).project;
  await mkdir(join(folder, 'notes'));
  await writeFile(join(folder, 'notes', 'one.txt'), 'No pleural effusion.\r\n');
  await writeFile(join(folder, 'notes', 'two.txt'), 'Cough 🫁 for six weeks.\n');
  await writeFile(join(folder, 'broken.dcm'), new Uint8Array(200));
  await writeFile(join(folder, 'ratings.csv'), 'a,b\n1,1\n2,1\n2,2\n');
}, 120_000);
afterAll(async () => {
  if (!isStopped) await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('with a server', () => {
  it('[CLI1] gives a line for each file in order, and fails when one failed', async () => {
    const remote = ['--url', server.url, '--token', token, '--project', project];
    const { code, lines, errors } = await consilium('import', 'notes', 'broken.dcm', 'not-there.txt', ...remote);
    expect(lines.map((line) => [line.file, line.ok])).toEqual([
      ['notes/one.txt', true],
      ['notes/two.txt', true],
      ['broken.dcm', false],
      ['not-there.txt', false],
    ]);
    expect(lines[0]).toMatchObject({ state: 'stored', item: expect.any(String) });
    expect(code).toBe(1);
    expect(errors).toContain(`Working through ${server.url}.`);
  });
  it('[CLI3] exports through the server, and never over a file', async () => {
    const args = [
      'export',
      '--project',
      project,
      '--format',
      'bundle',
      '--out',
      'project.zip',
      '--url',
      server.url,
      '--token',
      token,
    ];
    expect(await consilium(...args)).toMatchObject({ code: 0, lines: [{ file: 'project.zip', ok: true }] });
    expect((await readFile(join(folder, 'project.zip'))).subarray(0, 2).toString()).toBe('PK');
    expect(await consilium(...args)).toMatchObject({
      code: 1,
      lines: [],
      errors: expect.stringContaining('is there already'),
    });
  });
  it('[CLI2] says in one line what is wrong, without a stack', async () => {
    for (const args of [
      ['export', '--project', 'x', '--out', 'y.zip', '--url', server.url, '--token', 'z'.repeat(43)],
      ['import', 'a.txt', '--project', project, '--data-dir', data],
      ['bogus'],
      ['audit', 'verify', 'ratings.csv'],
    ]) {
      const { code, errors } = await consilium(...args);
      expect(code, args.join(' ')).toBe(1);
      const said = errors
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('Working'));
      expect(said, args.join(' ')).toHaveLength(1);
      expect(said[0]).toMatch(/^consilium: /);
    }
    expect((await consilium('--debug', 'audit', 'verify', 'ratings.csv')).errors).toMatch(/\n\s+at /);
  });
  it('[CLI4] backs up while the server runs, and replaces nothing', async () => {
    expect(await consilium('backup', 'all.tar', '--data-dir', data)).toMatchObject({ code: 0, lines: [{ ok: true }] });
    expect(await consilium('backup', 'all.tar', '--data-dir', data)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('never replaces'),
    });
  });
  it('[CLI8] exports and verifies the trail beside the running server, and leaves no copy', async () => {
    expect(await consilium('audit', 'export', 'running.json', '--data-dir', data)).toMatchObject({ code: 0, lines: [{ ok: true }] });
    expect(await consilium('audit', 'verify', '--data-dir', data, '--kept', 'running.json')).toMatchObject({ code: 0, lines: [{ ok: true }] });
    expect((await readdir(data)).filter((name) => name.startsWith('.audit-'))).toEqual([]);
  }, 60_000);
  it('[CLI6] verifies the trail on the server', async () => {
    expect(await consilium('audit', 'verify', '--url', server.url, '--token', token)).toMatchObject({
      code: 0,
      lines: [{ ok: true }],
    });
  });
});

describe('without one', () => {
  beforeAll(async () => {
    await server.stop();
    isStopped = true;
  });
  it('[CLI5] restores only with the key, only into an empty place, and gives the work back', async () => {
    const place = join(folder, 'restored');
    expect(await consilium('restore', 'all.tar', '--data-dir', place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('master key'),
    });
    await mkdir(join(place, 'keys'), { recursive: true });
    await copyFile(join(data, 'keys', 'master.key'), join(place, 'keys', 'master.key'));
    const damaged = await readFile(join(folder, 'all.tar'));
    damaged[5000]! ^= 1;
    await writeFile(join(folder, 'damaged.tar'), damaged);
    expect(await consilium('restore', 'damaged.tar', '--data-dir', place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('damaged'),
    });
    await writeFile(join(folder, 'short.tar'), damaged.subarray(0, 50_000));
    expect(await consilium('restore', 'short.tar', '--data-dir', place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('cut short'),
    });
    expect(existsSync(join(place, 'consilium.db'))).toBe(false);
    expect(await consilium('restore', 'all.tar', '--data-dir', place)).toMatchObject({
      code: 0,
      lines: [{ ok: true, documents: expect.any(Number) }],
    });
    expect(await consilium('restore', 'all.tar', '--data-dir', place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('holds data already'),
    });
    expect(
      await consilium(
        'export',
        '--project',
        project,
        '--format',
        'jsonl',
        '--out',
        'restored.zip',
        '--data-dir',
        place,
      ),
    ).toMatchObject({ code: 0 });
  }, 120_000);
  it('[CLI3] works directly on the data directory and says so', async () => {
    const ran = await consilium('import', 'notes', '--project', project, '--data-dir', data);
    expect(ran).toMatchObject({ code: 0, lines: [{ state: 'duplicate' }, { state: 'duplicate' }] });
    expect(ran.errors).toContain('Working directly on');
    expect(await consilium('import', 'project.zip', '--data-dir', data)).toMatchObject({
      code: 0,
      lines: [{ ok: true, items: 13 }],
    });
  }, 120_000);
  it('[CLI6] finds a changed line in an exported trail', async () => {
    expect(await consilium('audit', 'verify', '--data-dir', data)).toMatchObject({ code: 0, lines: [{ ok: true }] });
    expect(await consilium('audit', 'export', 'trail.json', '--data-dir', data)).toMatchObject({ code: 0 });
    expect(await consilium('audit', 'verify', 'trail.json')).toMatchObject({ code: 0, lines: [{ ok: true }] });
    const trail = JSON.parse(await readFile(join(folder, 'trail.json'), 'utf8')) as { rows: { actor_id: string }[] };
    trail.rows[4]!.actor_id = 'somebody-else';
    await writeFile(join(folder, 'changed.json'), JSON.stringify(trail));
    expect(await consilium('audit', 'verify', 'changed.json')).toMatchObject({
      code: 1,
      lines: [{ ok: false, error: 'Line 5 of the audit trail has been changed.' }],
    });
  }, 60_000);
  it('[CLI4] rotates the master key, and everything opens as before', async () => {
    expect(await consilium('keys', 'rotate', '--data-dir', data)).toMatchObject({
      code: 0,
      lines: [{ ok: true, rewrapped: expect.any(Number) }],
    });
    expect(await consilium('audit', 'verify', '--data-dir', data)).toMatchObject({ code: 0 });
    expect(
      await consilium('export', '--project', project, '--format', 'brat', '--out', 'after.zip', '--data-dir', data),
    ).toMatchObject({ code: 0 });
  }, 60_000);
  it('[CLI1] agreement needs no data and gives the shape programs read', async () => {
    const { code, lines } = await consilium('agreement', 'ratings.csv', 'broken.dcm', '--json');
    expect(lines[0]).toEqual({
      file: 'ratings.csv',
      raters: 2,
      units: 3,
      statistics: expect.objectContaining({ percent_agreement: 2 / 3 }),
    });
    expect(lines[1]).toMatchObject({ file: 'broken.dcm', ok: false });
    expect(code).toBe(1);
  });
});
