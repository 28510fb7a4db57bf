import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { atMost, type BenchRow } from './row.ts';

const counts = [100, 1_000, 5_000];
const root = fileURLToPath(new URL('../../client/modalities/imaging/bench/', import.meta.url));
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Pan and zoom over polygons of 60 points, the product's layers beside one Konva.Line a polygon and beside an empty page, whose frames are the fastest there are now: milliseconds of a frame, and of the main thread's script in it. */
export async function frameRows(browser: Browser): Promise<readonly BenchRow[]> {
  const outDir = await mkdtemp(join(tmpdir(), 'consilium-frames-'));
  await build({ configFile: false, root, base: './', logLevel: 'error', worker: { format: 'es' }, build: { outDir, emptyOutDir: true, target: 'es2022' } });
  const server = createServer(async (request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    const bytes = await readFile(join(outDir, name === '/' ? 'index.html' : name)).catch(() => undefined); // not there: 404
    response.writeHead(bytes ? 200 : 404, { 'content-type': types[extname(name) || '.html'] ?? 'application/octet-stream' }).end(bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`); // listening on TCP, so it is not a pipe's name
    await page.waitForFunction('typeof measureFilm === "function"');
    const rows: BenchRow[] = [];
    for (const count of counts) rows.push(...rowsOf(count, await measured(page, 'measureFilm', count), await measured(page, 'measureBareKonva', count), await measured(page, 'measureNothing', count)));
    return rows;
  } finally {
    await page.close();
    server.close();
    await rm(outDir, { recursive: true, force: true });
  }
}

function rowsOf(count: number, film: Times, konva: Times, nothing: Times): readonly BenchRow[] {
  const name = `pan and zoom, ${count.toLocaleString('en')} polygons`;
  const beside = (figure: keyof Times, at: 0 | 1) => ({ unit: 'ms', ours: film[figure][at], baselines: { 'Konva.Line a polygon': konva[figure][at], ...(figure === 'frame' ? { 'nothing drawn': nothing.frame[at] } : {}) } });
  return [
    { name: `${name}: frame, median`, ...beside('frame', 0), goal: { text: '60 fps (≤ 17 ms)', isMet: film.frame[0] <= 17 } },
    { name: `${name}: frame, p95`, ...beside('frame', 1) },
    { name: `${name}: main thread, median`, ...beside('main', 0), ...(count === 5_000 ? { goal: atMost(8, film.main[0], 'ms') } : {}) },
    { name: `${name}: main thread, p95`, ...beside('main', 1) },
  ];
}

interface Times {
  readonly frame: readonly [median: number, p95: number];
  readonly main: readonly [median: number, p95: number];
}

/** The page's own functions give plain numbers. */
function measured(on: Page, name: string, count: number): Promise<Times> {
  return on.evaluate(`${name}(${count})`) as Promise<Times>;
}
