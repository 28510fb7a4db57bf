import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Seat } from '../harness/browser.ts';
import { openCase, pictureDrawn } from '../harness/drawing.ts';
import { openReadingRoom, type ReadingRoom } from '../harness/reading-room.ts';

let room: ReadingRoom;
let reader: Seat;

beforeAll(async () => {
  room = await openReadingRoom({ readers: 1 });
  [reader] = room.readers as [Seat];
}, 120_000);

afterAll(async () => {
  await room?.leave();
});

/** What is there when the first frame after a press has been painted. */
interface FirstFrame {
  /** canvases whose colour there is another when the event of the press is over, and marks in the list then */
  readonly atOnce: readonly [inked: number, lines: number];
  /** canvases whose colour at the place watched is another than before the press */
  readonly inked: number;
  readonly lines: number;
  /** how often the picture was drawn since the press */
  readonly pictures: number;
}

/** Sets a key point and looks at an arm of its cross. */
async function pressAt(page: Page, [x, y]: readonly [number, number]): Promise<FirstFrame> {
  await page.mouse.move(x, y);
  await page.evaluate(`window.firstFrame = new Promise((done) => {
    const lines = () => document.querySelectorAll('section[aria-label^="On this"] li').length;
    const ink = () => [...document.querySelectorAll('.konvajs-content canvas')].map((canvas) => {
      const { left, top } = canvas.getBoundingClientRect();
      return canvas.getContext('2d').getImageData(Math.round(${x} + 5 - left), Math.round(${y} - top), 1, 1).data.join();
    });
    const before = ink();
    const inked = () => ink().filter((one, i) => one !== before[i]).length;
    let atOnce = [];
    addEventListener('pointerdown', () => { atOnce = [inked(), lines()]; }, { once: true });
    let pictures = 0;
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    addEventListener('pointerdown', () => {
      CanvasRenderingContext2D.prototype.drawImage = function (...given) { pictures++; return draw.apply(this, given); };
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done({ atOnce, inked: inked(), lines: lines(), pictures });
        channel.port2.postMessage(0);
      });
    }, { capture: true, once: true });
  }), 0`);
  await page.mouse.down();
  await page.mouse.up();
  return page.evaluate('window.firstFrame') as Promise<FirstFrame>; // made just above
}

it('[PAINT3] [PAINT5] the event of a press draws the mark; the first frame after it shows the mark, without drawing the picture again; its line in the list comes after', async () => {
  const { page } = reader;
  await openCase(page, room.items[0]!);
  await pictureDrawn(page); // so that none is drawn later than the first press
  const { x, y, width, height } = (await page.locator('[data-film]').boundingBox())!; // it is on the page
  expect(await page.locator('[data-drawn-by="canvas"]').count()).toBe(1); // so that what draws the picture is what is counted
  await page.keyboard.press('1');
  await page.keyboard.press('k');
  const lines = page.locator('section[aria-label^="On this"] li');
  for (let marks = 0; marks < 4; marks++) {
    expect(await pressAt(page, [Math.round(x + width * (0.3 + 0.1 * marks)), Math.round(y + height * 0.5)])).toEqual({ atOnce: [1, marks], inked: 1, lines: marks, pictures: 0 });
    await expect.poll(() => lines.count(), { timeout: 15_000 }).toBe(marks + 1);
    expect(await lines.nth(marks).getAttribute('data-selected')).toBe('true');
  }
  expect(reader.faults).toEqual([]);
}, 60_000);
