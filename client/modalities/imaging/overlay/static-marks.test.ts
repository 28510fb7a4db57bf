import type { ImagingGeometry } from '@consilium/shared/modalities/imaging/geometry.ts';
import { describe, expect, it } from 'vitest';
import { addedTo, type StaticMark } from './static-marks.ts';

const point = (x: number): ImagingGeometry => ({ kind: 'imaging.point', version: 1, slice: 0, x, y: 0 });
const mark = (x: number, style: Partial<StaticMark['style']> = {}): StaticMark => ({ geometry: point(x), style: { colour: '#fff', pattern: 'solid', ...style } });

describe('marks that nobody touches', () => {
  const [a, b, c] = [mark(1), mark(2), mark(3)];

  it('[PAINT4] those that came at the end are drawn over the others, which were read anew and are the same', () => {
    const again = [a, b].map(({ geometry, style }) => ({ geometry, style: { ...style } }));
    expect(addedTo([a, b], [...again, c])).toEqual([c]);
    expect(addedTo([], [a])).toEqual([a]);
    expect(addedTo([a], [a])).toEqual([]);
  });

  it('[PAINT5] one that was drawn before the document gave it back is not drawn again', () => {
    const given = (x: number) => ({ ...mark(x), geometry: { ...point(x) } });
    expect(addedTo([a, b], [a, given(2)])).toEqual([]);
    expect(addedTo([a, b], [a, given(2), c])).toEqual([c]);
    expect(addedTo([a, b], [a, given(3)])).toBeUndefined();
  });

  it('[PAINT4] one that went, changed its place, its colour or its order has all drawn', () => {
    const others: (readonly StaticMark[])[] = [[a], [a, mark(2.5), c], [b, a, c], [a, { ...b, style: { ...b.style, colour: '#000' } }, c], [a, { ...b, style: { ...b.style, isFaint: true } }]];
    expect(others.map((now) => addedTo([a, b], now))).toEqual(others.map(() => undefined));
  });
});
