import { describe, expect, it } from 'vitest';
import type { ImagingGeometry } from './imaging/geometry.ts';
import type { ImagingMeta } from './imaging/meta.ts';
import { imaging } from './imaging/modality.ts';
import { modalityOf } from './registry.ts';
import { text } from './text/modality.ts';

const meta = {
  rows: 512,
  columns: 512,
  frames: [{ source: 'a', frame: 0 }],
  pixelSpacing: [1, 1],
} as unknown as ImagingMeta; // as much as geometry needs
const note = { length: 100, lines: 1, excerpt: '' };
const on = { version: 1, slice: 0 } as const;
const box = (x: number, y: number, width: number, height: number, slice = 0): ImagingGeometry => ({
  kind: 'imaging.box',
  version: 1,
  slice,
  x,
  y,
  width,
  height,
});
const span = (...parts: [number, number][]) =>
  ({ kind: 'text.span', version: 1, parts: parts.map(([start, end]) => ({ start, end })) }) as const;

describe('imaging', () => {
  it('[MOD3] two boxes that share a third have that intersection over union', () => {
    expect(imaging.similarity(box(0, 0, 10, 10), box(5, 0, 10, 10), meta)).toBeCloseTo(1 / 3, 12);
  });
  it('[MOD3] a box and the polygon of its corners are the same area', () => {
    const corners: ImagingGeometry = {
      ...on,
      kind: 'imaging.polygon',
      points: [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ],
    };
    expect(imaging.similarity(box(0, 0, 10, 10), corners, meta)).toBe(1);
  });
  it('[MOD3] an ellipse in its bounding box covers a quarter of pi of it', () => {
    const ellipse: ImagingGeometry = {
      ...on,
      kind: 'imaging.ellipse',
      x: 50,
      y: 50,
      radiusX: 40,
      radiusY: 20,
      rotation: 0,
    };
    expect(imaging.similarity(ellipse, box(10, 30, 80, 40), meta)).toBeCloseTo(Math.PI / 4, 3);
  });
  it('[MOD2] the same box on another slice has nothing in common', () => {
    expect(imaging.similarity(box(0, 0, 10, 10), box(0, 0, 10, 10, 1), meta)).toBe(0);
    expect(imaging.similarity(box(0, 0, 10, 10), { ...on, kind: 'imaging.point', x: 5, y: 5 }, meta)).toBe(0);
  });
  it('[MOD4] points 4 mm apart are 0.6 alike, beyond 10 mm not at all', () => {
    const point = (x: number): ImagingGeometry => ({ ...on, kind: 'imaging.point', x, y: 0 });
    expect(imaging.similarity(point(0), point(4), meta)).toBeCloseTo(0.6, 12);
    expect(imaging.similarity(point(0), point(11), meta)).toBe(0);
  });
  it('[MOD4] a length drawn from its other end is the same length', () => {
    const there: ImagingGeometry = { ...on, kind: 'imaging.length', from: [0, 0], to: [50, 0] };
    expect(imaging.similarity(there, { ...there, from: [50, 0], to: [0, 0] }, meta)).toBe(1);
  });
  it('[MOD4] a line shifted by 5 mm is half alike', () => {
    const line = (y: number): ImagingGeometry => ({
      ...on,
      kind: 'imaging.polyline',
      points: [
        [0, y],
        [30, y],
        [60, y],
      ],
    });
    expect(imaging.similarity(line(0), line(5), meta)).toBeCloseTo(0.5, 9);
  });
  it('[MEAS2] flat and crossing shapes give figures within 0 and 1', () => {
    const flat: ImagingGeometry = {
      ...on,
      kind: 'imaging.polygon',
      points: [
        [0, 0],
        [5, 5],
        [10, 10],
      ],
    };
    const bowTie: ImagingGeometry = {
      ...on,
      kind: 'imaging.polygon',
      points: [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
      ],
    };
    expect(imaging.similarity(flat, box(0, 0, 10, 10), meta)).toBe(0);
    expect(imaging.similarity(bowTie, box(0, 0, 10, 10), meta)).toBeCloseTo(0.5, 9);
    expect(imaging.similarity(box(3, 3, 0, 0), box(3, 3, 0, 0), meta)).toBe(1);
  });
  it('[MOD6] boxes combine to a box where they can, and to the biggest piece where they fall apart', () => {
    expect(imaging.combine([box(0, 0, 10, 10), box(5, 5, 10, 10)], 'intersection', meta)).toEqual(box(5, 5, 5, 5));
    expect(imaging.combine([box(0, 0, 10, 10), box(10, 0, 10, 10)], 'union', meta)).toEqual(box(0, 0, 20, 10));
    expect(imaging.combine([box(0, 0, 1, 1), box(50, 50, 9, 9)], 'union', meta)).toEqual(box(50, 50, 9, 9));
    expect(imaging.combine([box(0, 0, 1, 1), box(50, 50, 9, 9)], 'intersection', meta)).toBeUndefined();
  });
  it('[MOD5] the majority of three boxes is where at least two lie', () => {
    expect(imaging.combine([box(0, 0, 10, 10), box(2, 0, 10, 10), box(40, 0, 10, 10)], 'majority', meta)).toEqual(
      box(2, 0, 8, 10),
    );
  });
  it('[MOD6] points have a majority, their median, and no union', () => {
    const points = [1, 2, 9].map((x): ImagingGeometry => ({ ...on, kind: 'imaging.point', x, y: x }));
    expect(imaging.combine(points, 'majority', meta)).toEqual({ ...on, kind: 'imaging.point', x: 2, y: 2 });
    expect(imaging.combine(points, 'union', meta)).toBeUndefined();
  });
});

describe('text', () => {
  it('[MOD3] passages that share two of six characters are a third alike', () => {
    expect(text.similarity(span([0, 4]), span([2, 6]), note)).toBeCloseTo(1 / 3, 12);
    expect(text.similarity(span([0, 2], [8, 10]), span([8, 10], [0, 2]), note)).toBe(1);
    expect(text.similarity(span([0, 4]), { kind: 'text.whole', version: 1 }, note)).toBe(0);
  });
  it('[MOD5] votes by character keep what more than half marked, in pieces where it must', () => {
    expect(text.combine([span([0, 4]), span([2, 6]), span([3, 9])], 'majority', note)).toEqual(span([2, 6]));
    expect(text.combine([span([0, 2], [6, 8]), span([0, 8])], 'intersection', note)).toEqual(span([0, 2], [6, 8]));
    expect(text.combine([span([0, 2]), span([4, 8])], 'intersection', note)).toBeUndefined();
    expect(text.combine([span([0, 2]), span([2, 8])], 'union', note)).toEqual(span([0, 8]));
  });
  it('[MOD3] shows the passage, at most 40 characters, and counts where the text is not at hand', () => {
    expect(text.describe(span([0, 4], [10, 13]), note, 'left lung basal opacity')).toBe('“left … bas”');
    expect(text.describe(span([0, 60]), note, 'x'.repeat(60))).toBe(`“${'x'.repeat(39)}…”`);
    expect(text.describe(span([4, 5]), note)).toBe('1 character at 5');
  });
});

describe('reading geometries', () => {
  it('[MOD7] tells too new from broken, and where', () => {
    expect(imaging.readGeometry(box(0, 0, 1, 1))).toEqual({ ok: true, value: box(0, 0, 1, 1) });
    expect(imaging.readGeometry({ ...box(0, 0, 1, 1), version: 2 })).toEqual({
      ok: false,
      error: { type: 'TooNew', at: 'version' },
    });
    expect(imaging.readGeometry({ kind: 'imaging.spline', version: 1, slice: 0 })).toEqual({
      ok: false,
      error: { type: 'TooNew', at: 'kind' },
    });
    expect(imaging.readGeometry({ ...box(0, 0, 1, 1), x: 'left' })).toEqual({
      ok: false,
      error: { type: 'Malformed', at: 'x' },
    });
    expect(text.readGeometry(undefined).ok).toBe(false);
  });
  it('[MOD7] a modality is found by id and by kind, and an unknown one is named', () => {
    expect(modalityOf('text.span').ok && modalityOf('imaging').ok).toBe(true);
    expect(modalityOf('smell')).toEqual({ ok: false, error: { type: 'UnknownModality', id: 'smell' } });
  });
});
