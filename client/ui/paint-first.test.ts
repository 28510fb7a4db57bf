import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isToldAfterPaint, paintFirst, tellAfterPaint } from './paint-first.ts';

let frames: (() => void)[] = [];
let channels: MessageChannel[] = [];
let page = new EventTarget();
/** Paints a frame, and lets the tasks be done that wait for it. */
const paint = async (): Promise<void> => {
  frames.splice(0).forEach((draw) => draw());
  await new Promise((done) => setTimeout(done, 20));
};

beforeEach(() => {
  frames = [];
  page = new EventTarget();
  const Channel = MessageChannel;
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw));
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('MessageChannel', function made() {
    const channel = new Channel();
    channels.push(channel);
    return channel;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  for (const { port1, port2 } of channels) for (const port of [port1, port2]) port.close();
  channels = [];
});

/** Somebody who is told, with what is known to those who draw then. */
function follower(): { told: string[]; tell: () => void } {
  const told: string[] = [];
  return { told, tell: () => void told.push(isToldAfterPaint() ? 'after the paint' : 'at once') };
}

it('[PAINT5] what a press has shown by itself is painted before others are told, each once', async () => {
  const { told, tell } = follower();
  paintFirst(() => {
    tellAfterPaint(tell);
    tellAfterPaint(tell);
    return true;
  });
  tellAfterPaint(tell);
  expect(told).toEqual([]);
  await paint();
  expect(told).toEqual(['after the paint']);
  tellAfterPaint(tell);
  expect(told).toEqual(['after the paint', 'at once']);
});

it('[PAINT5] the next press or key finds all told, and the paint tells nobody again', async () => {
  for (const type of ['pointerdown', 'keydown']) {
    const { told, tell } = follower();
    paintFirst(() => {
      tellAfterPaint(tell);
      return true;
    });
    page.dispatchEvent(new Event(type));
    expect(told).toHaveLength(1);
    await paint();
    page.dispatchEvent(new Event(type));
    expect(told).toHaveLength(1);
  }
});

it('[PAINT5] where nothing was shown, or it failed, all are told at once', () => {
  const { told, tell } = follower();
  paintFirst(() => {
    tellAfterPaint(tell);
    return false;
  });
  expect(told).toHaveLength(1);
  expect(() => paintFirst(() => {
    tellAfterPaint(tell);
    throw new Error('no');
  })).toThrow('no');
  expect(told).toHaveLength(2);
});

it('[PAINT5] a browser that paints no frame holds nobody up longer than a second', async () => {
  const { told, tell } = follower();
  paintFirst(() => {
    tellAfterPaint(tell);
    return true;
  });
  await expect.poll(() => told.length, { timeout: 1_500, interval: 50 }).toBe(1);
});
