import type { Locator, Page } from 'playwright-core';

/** A place on the film, as shares of its width and height. */
export type Place = readonly [x: number, y: number];

export const film = (page: Page): Locator => page.locator('[data-film]').first();
/** A table's rows without its heading, each as one line. */
export const lines = (rows: readonly string[]): string[] => rows.slice(1).map((row) => row.replace(/\s+/g, ' ').trim());
export const region = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name });

/** Waits until an image case can be read. */
export async function readyToDraw(page: Page): Promise<void> {
  await film(page).locator('canvas').first().waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Box', exact: true }).waitFor();
  await film(page).locator('[data-at="bottom left"]').getByText(/^W /).waitFor({ timeout: 30_000 }); // a picture is windowed when it is there
}

async function onScreen(target: Locator, [x, y]: Place): Promise<{ x: number; y: number }> {
  const box = (await target.boundingBox())!;
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

export async function moveOver(page: Page, place: Place): Promise<void> {
  const at = await onScreen(film(page), place);
  await page.mouse.move(at.x, at.y, { steps: 4 });
}

export async function dragOnFilm(page: Page, from: Place, to: Place): Promise<void> {
  await moveOver(page, from);
  await page.mouse.down();
  await moveOver(page, to);
  await page.mouse.up();
}

export async function clickOnFilm(page: Page, places: readonly Place[]): Promise<void> {
  for (const place of places) {
    const at = await onScreen(film(page), place);
    await page.mouse.click(at.x, at.y);
  }
}

/** Drags over words of a note from their first letter to their last. */
export async function selectWords(page: Page, words: string): Promise<void> {
  const [from, to] = await page.getByTestId('text-viewer').evaluate(endsOf, words);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

/** A click in the middle of words. */
export async function clickWords(page: Page, words: string): Promise<void> {
  const [from, to] = await page.getByTestId('text-viewer').evaluate(endsOf, words);
  await page.mouse.click((from.x + to.x) / 2, from.y);
}

/** Runs in the page: where words begin and end on the screen; marks divide a line into many nodes. */
function endsOf(root: Element, words: string): [{ x: number; y: number }, { x: number; y: number }] {
  const lines = [...root.querySelectorAll('[data-line-start]')];
  const line = lines.find((one) => one.textContent.includes(words));
  if (!line) throw new Error(`“${words}” is not in the note`);
  const start = line.textContent.indexOf(words);
  const rectAt = (offset: number): DOMRect => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(), passed = 0; node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (offset < passed + length) {
        const range = document.createRange();
        range.setStart(node, offset - passed);
        range.setEnd(node, offset - passed + 1);
        return range.getBoundingClientRect();
      }
      passed += length;
    }
    throw new Error('beyond the line');
  };
  const [first, last] = [rectAt(start), rectAt(start + words.length - 1)];
  return [{ x: first.left + 0.5, y: first.top + first.height / 2 }, { x: last.right - 0.5, y: last.top + last.height / 2 }];
}

/** Opens a list of choices and takes some of them. */
export async function choose(page: Page, scope: Page | Locator, label: string, ...options: readonly string[]): Promise<void> {
  const field = scope.getByRole('combobox', { name: label, exact: true }).or(scope.getByRole('textbox', { name: label, exact: true })).first();
  await field.click();
  for (const option of options) await page.getByRole('option', { name: option, exact: true }).click();
  await field.blur(); // a list of which many are chosen stays open
}

/** One of a few that lie side by side; the input itself lies under its words. */
export const pick = (scope: Page | Locator, group: string, option: string): Promise<void> =>
  scope.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name: option, exact: true }).check({ force: true });

/** Waits until the status bar says so. @returns its words */
export async function saveState(page: Page, type: 'saved here' | 'sending' | 'synced' | 'offline' | 'at risk'): Promise<string> {
  const state = page.locator(`[data-testid=save-state][data-type="${type}"]`);
  await state.waitFor({ timeout: 40_000 });
  return ((await state.textContent()) ?? '').trim();
}

export const noticeOf = (page: Page, words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor({ timeout: 30_000 });

/** How much is drawn over the picture: the number of points that are not clear. A colleague's cursor is some hundred more. */
export const drawnOver = (page: Page): Promise<number> =>
  film(page).evaluate((root) => {
    const canvases = [...root.querySelectorAll<HTMLCanvasElement>('.konvajs-content canvas')];
    const drawn = canvases.map((canvas) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data.filter((value, index) => index % 4 === 3 && value > 0).length ?? 0);
    return drawn.reduce((sum, one) => sum + one, 0);
  });
