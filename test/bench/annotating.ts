import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Browser, Page } from 'playwright-core';
import { ask } from '../harness/ask.ts';
import { type Seat, takeSeat } from '../harness/browser.ts';
import { join } from '../harness/people.ts';
import { radiographs } from '../harness/samples.ts';
import { assign, importFiles, makeProject } from '../harness/work.ts';
import { barePages, inFront, noPresses, type Presses, press } from './bare-pages.ts';
import { atMost, type BenchRow, median, quantile } from './row.ts';
import { mainThreadOf, presentedIn, pressedAt, stopwatch, watch } from './stopwatch.ts';

const times = 40;
const warmUps = 3;
/** from the middle of a key point to the midst of an arm of its cross, CSS pixels */
const arm = 5;
const marksOn = `document.querySelectorAll('section[aria-label^="On this"] li').length`;

/** The annotate screen as people use it: what a click costs, what the other person sees of it. */
export async function annotatingRows(browser: Browser, lead: Seat, port: number): Promise<readonly BenchRow[]> {
  const project = await makeProject(lead, 'How fast it feels', { plan: { readersPerItem: 2 } });
  const other = await takeSeat(browser, 'Reader B', port);
  const user = await join(lead, project, other, 'annotator');
  const me = (await ask(lead, endpoints.me)).user.id;
  const items = Object.values(await importFiles(lead, project, radiographs([1])));
  await assign(lead, project, items, [me, user], 'open');
  const first = items[0] ?? '';
  try {
    for (const { page, context } of [lead, other]) {
      await context.addInitScript(stopwatch);
      await opened(page, first);
    }
    const { ours, bare, lines } = await clicking(browser, lead.page, other.page);
    return rowsOf(ours, bare, lines);
  } finally {
    await other.leave();
  }
}

async function opened(page: Page, item: string): Promise<void> {
  await page.goto(`/items/${item}`);
  await page.getByRole('application').locator('canvas').first().waitFor();
  await page.waitForTimeout(1500); // the picture is drawn and the queue is fetched
}

/**
 * Sets points, each of which is a mark, and waits for both people to see it; between two of them, a press on the bare pages.
 * @returns beside both, the milliseconds from a press to the mark's line in the list
 */
async function clicking(browser: Browser, page: Page, others: Page): Promise<{ readonly ours: Presses; readonly bare: Presses; readonly lines: readonly number[] }> {
  const [bare, mainThread, ours] = [await barePages(browser), await mainThreadOf(page), noPresses()];
  const [warming, lines]: [Presses, number[]] = [noPresses(), []];
  const box = (await page.locator('[data-film]').boundingBox())!; // it is on the page
  for (const one of [page, others]) await inFront(one);
  await page.keyboard.press('1');
  await page.keyboard.press('k');
  for (let i = 0; i < times + warmUps; i++) {
    const at = [Math.round(box.x + box.width * (0.3 + (i % 8) * 0.05)), Math.round(box.y + box.height * (0.3 + Math.floor(i / 8) * 0.06))] as const;
    const line = await watch(page, `${marksOn} > ${i}`);
    await press(page, others, at, [at[0] + arm, at[1]], mainThread, i < warmUps ? warming : ours);
    if (i >= warmUps) lines.push((await line()) - (await pressedAt(page)));
    await bare.press(i);
  }
  ours.presented = await presentedIn(page, times);
  return { ours, bare: await bare.close(), lines };
}

function rowsOf(ours: Presses, bare: Presses, lines: readonly number[]): readonly BenchRow[] {
  const row = (name: string, what: keyof Presses, baseline: string, q: number, limit?: number): BenchRow => {
    const value = quantile(ours[what], q);
    return { name: `${name}, p${q * 100}`, unit: 'ms', ours: value, baselines: { [baseline]: quantile(bare[what], q) }, ...(limit === undefined ? {} : { goal: atMost(limit, value, 'ms') }) };
  };
  const beyond = (q: number): number => quantile(ours.click, q) - quantile(bare.click, q);
  return [
    row('click to pixel', 'click', 'bare canvas', 0.5, 16),
    row('click to pixel', 'click', 'bare canvas', 0.95, 50),
    { name: 'click to pixel beyond the bare canvas, p50', unit: 'ms', ours: beyond(0.5) },
    { name: 'click to pixel beyond the bare canvas, p95', unit: 'ms', ours: beyond(0.95) },
    row('click to the frame presented (browser, steps of 8 ms)', 'presented', 'bare canvas', 0.5),
    row('click to the frame presented (browser, steps of 8 ms)', 'presented', 'bare canvas', 0.95),
    row('main thread for a click, CPU', 'main', 'bare canvas', 0.5),
    { name: 'click to its line in the list, p50', unit: 'ms', ours: median(lines) },
    row("edit to the other's screen", 'other', 'bare canvas and ws', 0.5, 100),
    row("edit to the other's screen", 'other', 'bare canvas and ws', 0.95, 100),
  ];
}
