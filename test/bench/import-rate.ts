import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ctFiles } from '@consilium/server/ingest/samples/dicom-samples.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Seat } from '../harness/browser.ts';
import { RestClient } from '../harness/rest-client.ts';
import { makeProject, type Sample } from '../harness/work.ts';
import type { BenchRow } from './row.ts';

/** Generated DICOM through the real server, beside hashing the same bytes and writing each file durably. */
export async function importRows(lead: Seat, url: string): Promise<readonly BenchRow[]> {
  const files = series(5);
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const project = await makeProject(lead, 'How fast files come in');
  const client = await clientOf(lead, url);
  const seconds = await secondsOf(() => importAsTheScreenDoes(client, project, files));
  const floor = await secondsOf(() => hashAndWrite(files));
  const row = (unit: string, amount: number): BenchRow => ({
    name: `import of ${files.length} CT slices, ${unit}`,
    unit,
    ours: amount / seconds,
    baselines: { 'sha256 + write + fsync': amount / floor },
  });
  return [row('files/s', files.length), row('MB/s', megabytes)];
}

/** The data screen has three files on their way at a time. */
async function importAsTheScreenDoes(client: RestClient, project: string, files: readonly Sample[]): Promise<void> {
  const started = await client.call(endpoints.startImport, { params: { project } });
  const params = { project, import: started.import };
  const left = [...files];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) await client.call(endpoints.importFile, { params, query: { name: next.name }, body: next.bytes });
  };
  await Promise.all([lane(), lane(), lane()]);
  await client.call(endpoints.finishImport, { params });
}

/** The person without their browser, to drive which costs more than the server does. */
async function clientOf({ context }: Seat, url: string): Promise<RestClient> {
  const client = new RestClient(url);
  client.cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  return client;
}

const root = '2.25.215327405108352947016'; // of the samples; another of its length makes another series

function series(count: number): readonly Sample[] {
  const slices = ctFiles();
  return Array.from({ length: count }, (_, i) =>
    slices.map(({ name, bytes }) => {
      const text = Buffer.from(bytes).toString('latin1').replaceAll(root, root.slice(0, -1) + String((i + 1) % 10));
      return { name: `${i}/${name}`, bytes: new Uint8Array(Buffer.from(text, 'latin1')) };
    }),
  ).flat();
}

async function hashAndWrite(files: readonly Sample[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'consilium-floor-'));
  for (const { bytes } of files) {
    const file = await open(join(folder, createHash('sha256').update(bytes).digest('hex')), 'w');
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
  }
  await rm(folder, { recursive: true });
}

async function secondsOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return (performance.now() - startedAt) / 1000;
}
