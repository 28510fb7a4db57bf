import type { Page } from 'playwright-core';
import type { Witness } from './witness.ts';

/** Opens an image case and waits until it can be drawn on. @returns when it was asked for, in milliseconds since 1970 */
export async function openCase(page: Page, item: string): Promise<number> {
  const askedAt = Date.now();
  await page.goto(`/items/${item}`);
  await readyToDraw(page);
  return askedAt;
}

/**
 * As {@link openCase}, until this page has said that all is synced. The page before it could say so once more while it is being left, also
 * of the same case: so it is left first. @param count how many marks stand there, where that is known
 */
export async function openSynced(page: Page, item: string, witness: Witness, count?: number): Promise<void> {
  await page.goto('about:blank');
  const askedAt = await openCase(page, item);
  await witness.until(({ type, path, marks }) => type === 'synced' && path === `/items/${item}` && (count === undefined || marks === count), 'synced', askedAt);
}

export async function readyToDraw(page: Page): Promise<void> {
  await page.getByRole('application').locator('canvas').first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: /Key point/ }).waitFor();
}

/** With the picture, which has been kept on the device before, its window is written in the corner. */
export const pictureDrawn = (page: Page): Promise<void> => page.locator('[data-film] [data-at="bottom left"]').getByText(/^W /).waitFor({ timeout: 30_000 });

/** Rows in the list of marks. */
export const marksOn = (page: Page): Promise<number> => page.locator('section[aria-label^="On this"] li').count();

/**
 * Sets points by the keys a person presses, as fast as the page draws them: each is one mark and one change. Runs in the page, so that
 * a burst does not wait for the test. @param then what the page does in the very task of the last key
 */
export const drawPoints = (page: Page, count: number, then?: 'leave'): Promise<void> => page.evaluate(drawInPage, { count, then });

async function drawInPage({ count, then }: { count: number; then: 'leave' | undefined }): Promise<void> {
  const marks = (): number => document.querySelectorAll('section[aria-label^="On this"] li').length;
  const press = (key: string, code = key): boolean => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }));
  const turn = (): Promise<void> => new Promise((done) => setTimeout(done)); // a faster way to look again would take the processor that the device's store needs
  const until = async (isTrue: () => boolean, what: string): Promise<void> => {
    const deadline = performance.now() + 10_000;
    while (!isTrue()) {
      if (performance.now() > deadline) throw new Error(`waited for ${what}`);
      await turn();
    }
  };
  press('1', 'Digit1');
  press('k', 'KeyK');
  await until(() => document.querySelector('button[aria-label="Key point"]')?.getAttribute('aria-pressed') === 'true', 'the tool');
  for (let i = 0; i < count; i++) {
    const before = marks();
    press(i % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
    press(' ', 'Space');
    if (i === count - 1 && then === 'leave') return void location.assign('/');
    await until(() => marks() > before, 'the mark');
  }
}
