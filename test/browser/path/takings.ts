import { readFile } from 'node:fs/promises';
import { unzip } from '@consilium/shared/formats/zip.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import type { Page } from 'playwright-core';

/** What the browser saves when a button is pressed. */
export async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The files of a zip, as text by path. */
export function filesOf(zip: Uint8Array): ReadonlyMap<string, string> {
  const files = expectOk(unzip(zip, 2 ** 28), 'zip');
  return new Map([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
}

/** Downloads one format on the Export screen. */
export const takeOut = (page: Page, format: string): Promise<{ name: string; bytes: Buffer }> =>
  saved(page, () => page.getByRole('row').filter({ hasText: format }).getByRole('button', { name: 'Download' }).click());

/** The one file whose path matches, as text. */
export function fileOf(files: ReadonlyMap<string, string>, path: RegExp): string {
  const found = [...files].filter(([name]) => path.test(name));
  if (found.length !== 1) throw new Error(`${found.length} files match ${path}: ${[...files.keys()].join(', ')}`);
  return found[0]![1]; // the one
}
