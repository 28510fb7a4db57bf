import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { atMost, type BenchRow } from './row.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Bytes of JavaScript, gzipped, that a browser which has never been here fetches for the first screen. */
export async function firstScreenRows(browser: Browser, url: string): Promise<readonly BenchRow[]> {
  const context = await browser.newContext({ serviceWorkers: 'block' }); // it fetches the rest in the background, behind the first screen
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
  });
  await page.goto(url);
  await page.getByRole('textbox').first().waitFor(); // the sign-in form
  for (let seen = -1; seen !== scripts.size; await page.waitForTimeout(700)) seen = scripts.size; // nothing more is asked for
  await context.close();
  const kb = gzipKb([...scripts]);
  return [{ name: `first-screen JavaScript, ${scripts.size} files, gzip`, unit: 'KB', ours: kb, baselines: { 'all of the app': allKb() }, goal: atMost(200, kb, 'KB') }];
}

export const gzipKb = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0) / 1000;

/** The screens that somebody who has never been here goes through, by the beginning of their chunks' names: the frame asks who they are and sends them to sign in. */
const firstScreens = ['app-frame-', 'projects-screen-', 'sign-in-screen-'];

/** What the first screen fetches: the entry of `index.html`, the screens on the way, and whatever those import without being asked. */
export function firstScreenScripts(): readonly string[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const [, name] of readFileSync(join(dist, path), 'utf8').matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g)) visit(`/assets/${name}`);
  };
  for (const [, path] of page.matchAll(/<(?:script|link rel="modulepreload")[^>]+(?:src|href)="(\/[^"]+\.js)"/g)) if (path !== undefined) visit(path);
  for (const name of readdirSync(join(dist, 'assets'))) if (name.endsWith('.js') && firstScreens.some((screen) => name.startsWith(screen))) visit(`/assets/${name}`);
  return [...found];
}

function allKb(): number {
  const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
  return gzipKb([...new Set(worker.match(/\/assets\/[\w.-]+\.js/g) ?? [])]);
}
