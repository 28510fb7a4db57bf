import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { seededRandom } from '@consilium/shared/kernel/random.ts';
import { Transform } from 'konva/lib/Util.js';
import { describe, expect, it } from 'vitest';
import { apply, inverse, multiply } from './matrix.ts';
import { type Film, fitted, fitScale, initialPlacement, mirrored, panned, type Placement, turned, viewMatrix, zoomedAt } from './view-matrix.ts';

const film: Film = { columns: 512, rows: 256, pixelAspect: 2, width: 900, height: 700 };
const random = seededRandom(11);
const number = (min: number, max: number): number => min + random() * (max - min);
const anyPlace = (): Point => [number(0, 5000), number(0, 5000)];
const anyFilm = (): Film => ({ columns: Math.ceil(number(0, 5000)), rows: Math.ceil(number(0, 5000)), pixelAspect: number(0.2, 5), width: number(50, 4000), height: number(50, 4000) });
const anyPlacement = (): Placement => ({ centre: anyPlace(), zoom: number(0.1, 64), rotation: number(0, 6.28), isFlippedX: random() < 0.5, isFlippedY: random() < 0.5 });
/** Each of many random worlds must keep the rule. */
const forMany = (rule: (film: Film, placement: Placement, at: Point) => void): void => {
  for (let i = 0; i < 300; i++) rule(anyFilm(), anyPlacement(), anyPlace());
};
const near = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

describe('view matrix', () => {
  it('[VIEW1] is undone by its inverse, for any film and placement', () => {
    forMany((some, placement, at) => {
      const matrix = viewMatrix(placement, some);
      expect(near(apply(inverse(matrix), apply(matrix, at)), at)).toBeLessThan(1e-6);
    });
  });

  it('[VIEW1] shows a pixel twice as tall as wide where pixels are', () => {
    const matrix = viewMatrix(initialPlacement(512, 256), film);
    const [x0, y0] = apply(matrix, [10, 10]);
    const [x1, y1] = apply(matrix, [11, 11]);
    expect((y1 - y0) / (x1 - x0)).toBeCloseTo(2, 9);
  });

  it('[VIEW2] places what Konva places', () => {
    forMany((some, placement, at) => {
      const matrix = viewMatrix(placement, some);
      const parts = new Transform([...matrix]).decompose();
      const rebuilt = new Transform();
      rebuilt.translate(parts.x, parts.y);
      rebuilt.rotate((parts.rotation * Math.PI) / 180);
      rebuilt.skew(parts.skewX, parts.skewY);
      rebuilt.scale(parts.scaleX, parts.scaleY);
      const there = rebuilt.point({ x: at[0], y: at[1] });
      const [x, y] = apply(matrix, at);
      expect(Math.hypot(there.x - x, there.y - y) / (1 + Math.hypot(x, y))).toBeLessThan(1e-6);
    });
  });

  it('[VIEW3] keeps the pixel under the pointer while zooming', () => {
    const at: Point = [333, 222];
    const before = apply(inverse(viewMatrix(initialPlacement(512, 256), film)), at);
    const after = apply(inverse(viewMatrix(zoomedAt(initialPlacement(512, 256), film, 3, at), film)), at);
    expect(near(before, after)).toBeLessThan(1e-9);
  });

  it('[VIEW3] fits the whole image, turned or not', () => {
    const placements: Placement[] = [initialPlacement(512, 256), turned(initialPlacement(512, 256), 1), { ...initialPlacement(512, 256), rotation: 0.6 }];
    for (const placement of placements) {
      const matrix = viewMatrix(fitted(placement, film), film);
      const corners = ([[0, 0], [512, 0], [512, 256], [0, 256]] as Point[]).map((corner) => apply(matrix, corner));
      for (const [x, y] of corners) expect(x > -1e-6 && y > -1e-6 && x < film.width + 1e-6 && y < film.height + 1e-6).toBe(true);
    }
    expect(fitScale({ ...film, width: 0 }, 0)).toBe(1);
  });

  it('[VIEW3] follows the hand while panning', () => {
    const start = zoomedAt(initialPlacement(512, 256), film, 4, [450, 350]);
    const before = apply(viewMatrix(start, film), [256, 128]);
    const after = apply(viewMatrix(panned(start, film, 30, -20), film), [256, 128]);
    expect(after[0] - before[0]).toBeCloseTo(30, 9);
    expect(after[1] - before[1]).toBeCloseTo(-20, 9);
  });

  it('[VIEW1] mirrors left and right as seen, turned or not', () => {
    for (const quarters of [0, 1, 2, 3]) {
      const start = turned(initialPlacement(512, 256), quarters);
      const [x, y] = apply(viewMatrix(start, film), [100, 50]);
      const mirror = apply(viewMatrix(mirrored(start, 'horizontal'), film), [100, 50]);
      expect(near(mirror, [film.width - x, y])).toBeLessThan(1e-6);
    }
  });

  it('[VIEW1] multiplies in the order of the notation', () => {
    expect(apply(multiply([2, 0, 0, 2, 0, 0], [1, 0, 0, 1, 5, 5]), [1, 1])).toEqual([12, 12]);
  });
});
