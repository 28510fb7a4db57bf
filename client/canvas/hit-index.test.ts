import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { seededRandom } from '@consilium/shared/kernel/random.ts';
import { describe, expect, it } from 'vitest';
import { distanceToOutline, hitIndexOf } from './hit-index.ts';
import { outlineOf } from './outline.ts';
import { isInside, ringArea } from './points.ts';

const image = { columns: 1000, rows: 1000 };
const box = (x: number, y: number, width: number, height: number): ImagingGeometry => ({ kind: 'imaging.box', version: 1, slice: 0, x, y, width, height });

describe('hit index', () => {
  const index = hitIndexOf([
    { key: 'large', geometry: box(100, 100, 400, 400) },
    { key: 'small', geometry: box(200, 200, 50, 50) },
    { key: 'line', geometry: { kind: 'imaging.length', version: 1, slice: 0, from: [0, 300], to: [900, 300] } },
    { key: 'point', geometry: { kind: 'imaging.point', version: 1, slice: 0, x: 700, y: 700 } },
    { key: 'whole', geometry: { kind: 'imaging.whole', version: 1, slice: 0 } },
  ], image);

  it('[HIT1] prefers the nearest line, then the smallest surface', () => {
    expect(index.hit([225, 225], 3)).toBe('small');
    expect(index.hit([400, 400], 3)).toBe('large');
    expect(index.hit([300, 301], 3)).toBe('line');
    expect(index.hit([702, 701], 3)).toBe('point');
    expect(index.hit([800, 800], 3)).toBeUndefined();
    expect(index.hit([999, 800], 3)).toBe('whole');
  });

  it('[HIT1] is empty over no marks', () => {
    expect(hitIndexOf([], image).hit([1, 1], 5)).toBeUndefined();
  });

  it('[HIT2] agrees with a search through all marks', () => {
    const random = seededRandom(7);
    const marks = Array.from({ length: 400 }, (_, key) => ({ key, geometry: randomMark(random) }));
    const many = hitIndexOf(marks, image);
    for (let i = 0; i < 100; i++) {
      const at: Point = [random() * 1000, random() * 1000];
      expect(many.hit(at, 2)).toBe(slowHit(marks, at, 2));
    }
  });
});

function randomMark(random: () => number): ImagingGeometry {
  const [x, y] = [random() * 900, random() * 900];
  if (random() < 0.5) return box(x, y, random() * 90 + 1, random() * 90 + 1);
  return { kind: 'imaging.ellipse', version: 1, slice: 0, x, y, radiusX: random() * 40 + 1, radiusY: random() * 40 + 1, rotation: random() * 6 };
}

function slowHit(marks: readonly { key: number; geometry: ImagingGeometry }[], at: Point, tolerance: number): number | undefined {
  const all = marks.map(({ key, geometry }) => ({ key, outline: outlineOf(geometry, image) }));
  const onLine = all.map((one) => ({ ...one, off: distanceToOutline(at, one.outline) })).filter(({ off }) => off <= tolerance).sort((a, b) => a.off - b.off);
  const around = all.filter(({ outline }) => isInside(at, outline.points)).sort((a, b) => ringArea(a.outline.points) - ringArea(b.outline.points));
  return onLine[0]?.key ?? around[0]?.key;
}
