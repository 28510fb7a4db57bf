import type { Browser, Page } from 'playwright-core';
import { desk } from '../harness/browser.ts';
import { BenchServer } from './relay/servers.ts';
import { mainThreadOf, presentedIn, pressedAt, stopwatch, watchInk } from './stopwatch.ts';

/** What a press costs where nothing is done but to draw: milliseconds, each over the same presses. */
export interface Presses {
  /** from the press to the frame that shows its mark */
  readonly click: number[];
  /** from the press to the frame that shows it to the other person */
  readonly other: number[];
  /** of processor time that the page's main thread had, until both were there */
  readonly main: number[];
  /** from the press to the frame that the browser says it presented, in steps of 8 */
  presented: readonly number[];
}

export const noPresses = (): Presses => ({ click: [], other: [], main: [], presented: [] });

/** Presses and lets go, and waits for the mark to be seen on both pages. The place is one that the mark covers. */
export async function press(near: Page, far: Page, at: readonly [number, number], covered: readonly [number, number], mainThread: () => Promise<number>, into: Presses): Promise<void> {
  await near.mouse.move(...at);
  await near.waitForTimeout(100); // what moving brings is over
  const [own, others] = [await watchInk(near, covered, 'press'), await watchInk(far, covered, 'now')];
  const before = await mainThread();
  await near.mouse.down();
  await near.mouse.up();
  const [shown, arrived, pressed] = [await own(), await others(), await pressedAt(near)];
  into.main.push((await mainThread()) - before);
  into.click.push(shown - pressed);
  into.other.push(arrived - pressed);
}

/**
 * Two pages with one canvas and nothing else: a press that draws a square, and one that a bare `ws` broadcast carries to the other. Each is
 * the only page of its window: a page behind another has its frames held back.
 */
export async function barePages(browser: Browser): Promise<{ press: (i: number) => Promise<void>; close: () => Promise<Presses> }> {
  const server = new BenchServer('bare-server.ts');
  const url = await server.start();
  const contexts = [await browser.newContext({ viewport: desk }), await browser.newContext({ viewport: desk })] as const;
  const [near, far] = [await contexts[0].newPage(), await contexts[1].newPage()];
  for (const page of [near, far]) {
    await page.setContent(`<body style="margin:0"><canvas width="${desk.width}" height="${desk.height}"></canvas></body>`);
    await page.evaluate(`${stopwatch}
      const socket = new WebSocket('${url}/bare');
      socket.binaryType = 'arraybuffer';
      const context = document.querySelector('canvas').getContext('2d');
      const draw = (places) => context.fillRect(places[0] - 6, places[1] - 6, 12, 12);
      socket.onmessage = ({ data }) => draw(new Float64Array(data));
      addEventListener('pointerdown', (event) => { const places = new Float64Array([event.clientX, event.clientY]); draw(places); socket.send(places); });
      new Promise((resolve) => { socket.onopen = () => resolve(0); });`);
    await inFront(page);
  }
  const mainThread = await mainThreadOf(near);
  const into = noPresses();
  return {
    press: (i) => {
      const at = [200 + (i % 30) * 30, 200 + Math.floor(i / 30) * 30] as const;
      return press(near, far, at, at, mainThread, into);
    },
    close: async () => {
      into.presented = await presentedIn(near, into.click.length);
      for (const context of contexts) await context.close();
      await server.stop();
      return into;
    },
  };
}

/** Throws where a page's frames are held back, as those of a page are that nobody sees. */
export async function inFront(page: Page): Promise<void> {
  await page.bringToFront();
  const frames = 30;
  const milliseconds: number = await page.evaluate(`new Promise((done) => { const began = performance.now(); let left = ${frames}; const next = () => (left-- > 0 ? requestAnimationFrame(next) : done(performance.now() - began)); next(); })`);
  const state: string = await page.evaluate('document.visibilityState');
  if (state !== 'visible' || milliseconds / frames > 100) throw new Error(`a page that is measured is not in front: ${state}, ${Math.round(milliseconds / frames)} ms a frame`);
}
