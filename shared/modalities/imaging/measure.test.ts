import { describe, expect, it } from 'vitest';
import { describeImaging, ellipseAxes } from './describe.ts';
import type { ImagingGeometry } from './geometry.ts';
import { angleDegrees, distance, largestDiameter, measureInWords, pathLength, ringArea, scaleOf } from './measure.ts';
import type { ImagingMeta } from './meta.ts';

const tall = scaleOf({ pixelSpacing: [2, 0.5] }); // 2 mm between rows, 0.5 mm between columns

describe('measures', () => {
  it('[MEAS1] length takes x by the column spacing and y by the row spacing', () => {
    expect(distance([0, 0], [10, 0], tall)).toBe(5);
    expect(distance([0, 0], [0, 10], tall)).toBe(20);
    expect(
      pathLength(
        [
          [0, 0],
          [6, 0],
          [6, 2],
        ],
        tall,
      ),
    ).toBe(3 + 4);
  });
  it('[MEAS1] an angle is the one in the body, not the one on unequal pixels', () => {
    expect(angleDegrees([10, 0], [0, 0], [0, 10], tall)).toBeCloseTo(90, 12);
    expect(angleDegrees([4, 0], [0, 0], [4, 1], tall)).toBeCloseTo(45, 12);
    expect(angleDegrees([-1, 0], [0, 0], [1, 0], tall)).toBe(180);
  });
  it('[MEAS1] area is in square millimetres, whichever way round the ring runs', () => {
    const ring: [number, number][] = [
      [0, 0],
      [4, 0],
      [4, 3],
      [0, 3],
    ];
    expect(ringArea(ring, tall)).toBe(12);
    expect(ringArea([...ring].reverse(), tall)).toBe(12);
    expect(ringArea([...ring, [0, 0]], tall)).toBe(12);
  });
  it('[MEAS1] the axes of a turned ellipse are those of its image in millimetres', () => {
    const ellipse = {
      kind: 'imaging.ellipse',
      version: 1,
      slice: 0,
      x: 0,
      y: 0,
      radiusX: 10,
      radiusY: 5,
      rotation: Math.PI / 2,
    } as const;
    const axes = ellipseAxes(ellipse, tall);
    expect(axes.width).toBeCloseTo(40, 9);
    expect(axes.height).toBeCloseTo(5, 9);
  });
  it('[MEAS1] without a spacing, or with a spacing of nothing, everything is in pixels', () => {
    expect(scaleOf({})).toEqual({ x: 1, y: 1, unit: 'px' });
    expect(scaleOf({ pixelSpacing: [0, 1] })).toEqual({ x: 1, y: 1, unit: 'px' });
  });
  it('[MEAS2] flat and repeated points measure nothing, never NaN', () => {
    expect(angleDegrees([0, 0], [0, 0], [1, 1], tall)).toBeUndefined();
    expect(
      ringArea(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        tall,
      ),
    ).toBe(0);
    expect(ringArea([], tall)).toBe(0);
    expect(largestDiameter([[3, 3]], tall)).toBe(0);
    expect(pathLength([[3, 3]], tall)).toBe(0);
  });
  it('[MEAS1] small figures keep one decimal, larger ones none', () => {
    expect([0.04, 4.21, 9.96, 17.4].map((value) => measureInWords(value, 'mm'))).toEqual([
      '0 mm',
      '4.2 mm',
      '10 mm',
      '17 mm',
    ]);
  });
});

describe('words', () => {
  const meta = {
    rows: 100,
    columns: 100,
    frames: [{ source: 'a', frame: 0 }],
    pixelSpacing: [0.5, 0.5],
  } as unknown as ImagingMeta; // only what words need
  const on = { version: 1, slice: 0 } as const;
  const cases: [ImagingGeometry, string][] = [
    [{ ...on, kind: 'imaging.box', x: 1, y: 1, width: 20, height: 40 }, 'box, 10 mm × 20 mm'],
    [
      {
        ...on,
        kind: 'imaging.polygon',
        points: [
          [0, 0],
          [30, 0],
          [30, 40],
        ],
      },
      'polygon, 3 points, 25 mm, 150 mm²',
    ],
    [{ ...on, kind: 'imaging.length', from: [0, 0], to: [30, 40] }, 'length, 25 mm'],
    [{ ...on, kind: 'imaging.angle', from: [1, 0], vertex: [0, 0], to: [1, 1] }, 'angle, 45°'],
    [{ ...on, kind: 'imaging.whole' }, 'whole image'],
  ];
  it.each(cases)('[MEAS1] says %o', (geometry, words) => expect(describeImaging(geometry, meta)).toBe(words));
  it('[MEAS1] names the slice, counted from 1, in a series', () => {
    const series = {
      ...meta,
      frames: [
        { source: 'a', frame: 0 },
        { source: 'b', frame: 0 },
      ],
    };
    expect(describeImaging({ kind: 'imaging.point', version: 1, slice: 1, x: 4.4, y: 5 }, series)).toBe(
      'point at 4, 5, slice 2',
    );
  });
});
