import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSamePicture, type Picture } from './draw/image-layer.ts';
import { createFilm } from './film.ts';

const meta = { columns: 64, rows: 64, frames: [{ source: '', frame: 0 }], orderedBy: '', photometricInterpretation: 'MONOCHROME2', windows: [], warnings: [] };
let frames: (() => void)[] = [];
const nextFrame = (): void => frames.splice(0).forEach((draw) => draw());

describe('what a frame draws', () => {
  beforeEach(() => {
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('[PAINT1] a pointer that only moves has the corners written and nothing drawn; one frame does for all that is asked', () => {
    const film = createFilm(meta);
    const done: string[] = [];
    film.setSize(100, 100);
    film.onPaint(() => done.push('picture'));
    film.onTexts(() => done.push('corners'));
    nextFrame();
    expect(done.splice(0)).toEqual(['picture', 'corners']);
    film.scheduleTexts();
    film.scheduleTexts();
    nextFrame();
    expect(done.splice(0)).toEqual(['corners']);
    film.scheduleTexts();
    film.schedule();
    film.scheduleTexts();
    expect(frames).toHaveLength(1);
    nextFrame();
    expect(done.splice(0)).toEqual(['picture', 'corners']);
    nextFrame();
    expect(done).toEqual([]);
  });

  it('[PAINT2] a picture is another one as soon as anything that decides it changes', () => {
    const frame = { columns: 1, rows: 1, pixels: { type: 'grey', values: new Uint8Array(1) }, slope: 1, intercept: 0, isInverted: false, usual: { center: 1, width: 2 }, warnings: [] } as const;
    const picture: Picture = { frame, matrix: [1, 0, 0, 1, 5, 6], window: { center: 1, width: 2 }, isInverted: false, isSmooth: true };
    expect(isSamePicture(picture, { ...picture, matrix: [1, 0, 0, 1, 5, 6], window: { center: 1, width: 2 } })).toBe(true);
    const others: Picture[] = [
      { ...picture, frame: { ...frame } },
      { ...picture, matrix: [1, 0, 0, 1, 5, 7] },
      { ...picture, window: { center: 2, width: 2 } },
      { ...picture, window: { center: 1, width: 3 } },
      { ...picture, isInverted: true },
      { ...picture, isSmooth: false },
    ];
    expect(others.map((other) => isSamePicture(picture, other))).toEqual(others.map(() => false));
  });
});
