import { expect, it } from 'vitest';
import { arrowStep, crosshairAfter } from './crosshair.ts';

const image = { columns: 100, rows: 50 };

it('[SELECT3] an arrow nudges by one pixel, with Shift by ten', () => {
  expect([arrowStep('ArrowLeft', false), arrowStep('ArrowDown', true)]).toEqual([{ dx: -1, dy: 0 }, { dx: 0, dy: 10 }]);
});

it('[DRAW5] the crosshair starts in the middle of what is seen and stays inside the image', () => {
  expect(crosshairAfter(undefined, [50.4, 25], { dx: 1, dy: 0 }, image, 1)).toEqual([51, 25]);
  expect(crosshairAfter([99, 2], [0, 0], { dx: 10, dy: -10 }, image, 1)).toEqual([100, 0]);
});
