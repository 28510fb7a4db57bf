import type { Page } from 'playwright-core';

/**
 * Put into a page before anything else: `window.bench` with the times of what a person does and of the frames that show it.
 * All times are of the machine's clock, so that those of two pages can be compared.
 */
export const stopwatch = `
  window.bench = { pressed: 0, acted: 0, presented: [] };
  const wall = (time) => performance.timeOrigin + time;
  addEventListener('pointerdown', (event) => { bench.pressed = wall(event.timeStamp); bench.onPress?.(); }, { capture: true });
  for (const type of ['pointerdown', 'pointerup', 'keydown']) addEventListener(type, (event) => { bench.acted = wall(event.timeStamp); }, { capture: true });
  /** Calls when the next frame has been painted, with the time of that; before whatever else the page has to do then. */
  const afterPaint = (then) => requestAnimationFrame(() => scheduler.postTask(() => then(wall(performance.now())), { priority: 'user-blocking' }));
  /** Waits for \`isThere\`, then for the frame that follows to have been painted; the time of that. */
  bench.painted = (isThere) => new Promise((resolve) => {
    const painted = () => afterPaint(resolve);
    if (isThere()) return painted();
    const observer = new MutationObserver(() => { if (isThere()) { observer.disconnect(); painted(); } });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  /** What lies at a place of the page on every canvas of it that is drawn in two dimensions. */
  const ink = (x, y) => [...document.querySelectorAll('canvas')].map((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = [(x - left) * canvas.width / width, (y - top) * canvas.height / height];
    return canvas.getContext('2d')?.getImageData(...at.map(Math.round), 1, 1).data.join();
  }).join(' ');
  /** Waits for another colour at a place, looking after each painted frame, of which the first is the one after a press or, \`atOnce\`, the next; the time at which that frame had been painted. */
  bench.inked = (x, y, atOnce) => {
    const before = ink(x, y);
    return new Promise((resolve) => {
      const look = () => afterPaint((time) => (ink(x, y) === before ? look() : resolve(time))); // reading the canvases back is no part of it
      if (atOnce) look();
      else bench.onPress = () => { bench.onPress = undefined; look(); };
    });
  };
  /** How long the browser says that a press took to the frame it presented: in steps of 8 ms, and nothing below 16. */
  new PerformanceObserver((list) => { for (const { name, duration } of list.getEntries()) if (name === 'pointerdown') bench.presented.push(duration); }).observe({ type: 'event', durationThreshold: 16 });
`;

/** Begins to wait in the page for a condition (a JavaScript expression); `get` gives the time at which it was painted. */
export async function watch(page: Page, condition: string): Promise<() => Promise<number>> {
  await page.evaluate(`bench.next = bench.painted(() => ${condition}), 0`);
  return () => page.evaluate('bench.next');
}

/** Begins to wait for a mark at a place of the page, from a press on it or from now on; `get` gives the time at which it was painted. */
export async function watchInk(page: Page, [x, y]: readonly [number, number], from: 'press' | 'now'): Promise<() => Promise<number>> {
  await page.evaluate(`bench.ink = bench.inked(${x}, ${y}, ${from === 'now'}), 0`);
  return () => page.evaluate('bench.ink');
}

/** When the person last pressed the button of the mouse. */
export const pressedAt = (page: Page): Promise<number> => page.evaluate('bench.pressed');

/** From going to an address until a condition of its page (a JavaScript expression) is painted, milliseconds. */
export async function goingTo(page: Page, address: string, condition: string): Promise<number> {
  const startedAt = performance.timeOrigin + performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  const painted: number = await page.evaluate(`bench.painted(() => ${condition})`);
  return painted - startedAt;
}

/** When the person last pressed or let go, a button or a key. */
export const actedAt = (page: Page): Promise<number> => page.evaluate('bench.acted');

/** @returns of so many presses the milliseconds to the frame presented, as the browser says; those it says nothing of took less than 16 */
export async function presentedIn(page: Page, presses: number): Promise<readonly number[]> {
  const said: number[] = await page.evaluate('new Promise((done) => setTimeout(() => done(bench.presented.splice(0)), 100))');
  return [...said.slice(-presses), ...Array<number>(Math.max(0, presses - said.length)).fill(8)];
}

/** Milliseconds of processor time that the page's main thread has had: what a click costs whatever else the machine does. */
export async function mainThreadOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
}
