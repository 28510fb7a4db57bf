import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Page } from 'playwright-core';
import { ask } from '../harness/ask.ts';
import type { Seat } from '../harness/browser.ts';
import { radiographs } from '../harness/samples.ts';
import { assign, importFiles, makeProject } from '../harness/work.ts';
import { openBareCase } from './bare-case.ts';
import { atMost, type BenchRow, median } from './row.ts';
import { actedAt, goingTo, mainThreadOf, stopwatch, watch } from './stopwatch.ts';

const rounds = 5;

/**
 * The next case and opening one, beside a page that has nothing but the picture: same service worker, same store, same pixels on the same
 * canvas. Each round measures both, one after the other, so that what else the machine does falls on both.
 */
export async function openingRows(who: Seat): Promise<readonly BenchRow[]> {
  const { page, link } = who;
  const project = await makeProject(who, 'How fast it opens', { plan: { readersPerItem: 1 } });
  const items = Object.values(await importFiles(who, project, radiographs([1, 2, 3])));
  await assign(who, project, items, [(await ask(who, endpoints.me)).user.id]);
  const first = items[0] ?? '';
  await page.context().addInitScript(stopwatch);
  await opened(page, first);
  await page.evaluate('navigator.serviceWorker.ready.then(() => 0)');
  const next = await nextCase(page);
  await opened(page, first);
  const bare = await openBareCase(who);
  await opening(page, first); // the store and the caches are warm for both
  const times: Record<'online' | 'offline' | 'bareOnline' | 'bareOffline' | 'bareNext', number[]> = { online: [], offline: [], bareOnline: [], bareOffline: [], bareNext: [] };
  for (let round = 0; round < rounds; round++) {
    for (const line of ['online', 'offline'] as const) {
      if (line === 'offline') link.cut();
      times[line].push(await opening(page, first));
      times[line === 'online' ? 'bareOnline' : 'bareOffline'].push(await bare.open());
      times.bareNext.push(await bare.next());
      link.mend();
    }
  }
  await bare.leave();
  const row = (name: string, ours: readonly number[], theirs: readonly number[], limit?: number): BenchRow => ({
    name: `${name}, median`, unit: 'ms', ours: median(ours), baselines: { 'bare page, same picture': median(theirs) }, ...(limit === undefined ? {} : { goal: atMost(limit, median(ours), 'ms') }),
  });
  return [
    row('next case', next.taken, times.bareNext, 100),
    { name: 'next case, main thread, CPU, median', unit: 'ms', ours: median(next.main) },
    row('opening a case', times.online, times.bareOnline),
    row('opening a case offline', times.offline, times.bareOffline, 1500),
  ];
}

const shows = (item: string): string => `document.querySelector('[data-film][data-shown=${JSON.stringify(item)}] canvas') && document.querySelector('section[aria-label^="On this"]')`;

async function opened(page: Page, item: string): Promise<void> {
  await opening(page, item);
  await page.waitForTimeout(2500); // what is made ready for the next case is
}

/** From going to the address until the picture and the list of marks are there, milliseconds. */
async function opening(page: Page, item: string): Promise<number> {
  return goingTo(page, `/items/${item}`, shows(item));
}

/** From the key until the next picture and its list of marks are painted; and what of it the main thread worked. */
async function nextCase(page: Page): Promise<{ readonly taken: number[]; readonly main: number[] }> {
  const mainThread = await mainThreadOf(page);
  const taken: number[] = [];
  const main: number[] = [];
  for (const key of ['n', 'n', 'Shift+N', 'Shift+N', 'n', 'n', 'Shift+N', 'Shift+N']) {
    const before: string = await page.evaluate(`document.querySelector('[data-film]').dataset.shown`);
    const shown = await watch(page, `(document.querySelector('[data-film]')?.dataset.shown ?? ${JSON.stringify(before)}) !== ${JSON.stringify(before)} && document.querySelector('[data-film] canvas') && document.querySelector('section[aria-label^="On this"]')`);
    const worked = await mainThread();
    await page.keyboard.press(key);
    taken.push((await shown()) - (await actedAt(page)));
    main.push((await mainThread()) - worked);
    await page.waitForTimeout(1500); // a person looks at it
  }
  return { taken, main };
}
