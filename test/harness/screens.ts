import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { desk, phone, type Seat } from './browser.ts';

const folder = fileURLToPath(new URL('../browser/screens/', import.meta.url));
const output = fileURLToPath(new URL('../.output/', import.meta.url));

/** Keeps a picture of the screen as it is. Written only when CONSILIUM_SCREENS is set, so that a test run leaves the tree as it was. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!process.env.CONSILIUM_SCREENS) return;
  await page.waitForTimeout(400); // layout and canvas follow
  const path = `${folder}${name}.png`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
}

/** Pictures of a screen at the size of a desk and of a phone, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.CONSILIUM_SCREENS) return;
  for (const [size, viewport] of [['desk', desk], ['phone', phone]] as const) {
    await page.setViewportSize(viewport);
    await keepPicture(page, `${name}-${size}`);
  }
  await page.setViewportSize(desk);
}

/** What everybody had on their screen when a test failed, under `test/.output/`. */
export async function pictureFailure(task: { readonly result?: { readonly state: string } | undefined }, seats: readonly (Seat | undefined)[]): Promise<void> {
  if (task.result?.state !== 'fail') return;
  for (const seat of seats) await seat?.page.screenshot({ path: `${output}failed-${seat.name.replaceAll(' ', '-')}.png` }).catch(() => undefined); // a page that is gone
}
