import type { ImagingGeometry } from '@consilium/shared/modalities/imaging/geometry.ts';
import { ImagingGeometrySchema } from '@consilium/shared/modalities/imaging/geometry.ts';
import { describe, expect, it } from 'vitest';
import { handleAt, handlesOf } from './handles.ts';
import { heldHandle, translated, withHandleAt, withoutPoint, withPointNear } from './reshape.ts';

const on = { version: 1, slice: 4 } as const;
const box: ImagingGeometry = { ...on, kind: 'imaging.box', x: 10, y: 20, width: 30, height: 40 };
const polygon: ImagingGeometry = { ...on, kind: 'imaging.polygon', points: [[0, 0], [10, 0], [10, 10], [0, 10]] };
const ellipse: ImagingGeometry = { ...on, kind: 'imaging.ellipse', x: 50, y: 50, radiusX: 20, radiusY: 10, rotation: 0.5 };
const kinds: ImagingGeometry[] = [
  box, polygon, ellipse,
  { ...on, kind: 'imaging.polyline', points: [[0, 0], [10, 5], [20, 0]] },
  { ...on, kind: 'imaging.point', x: 3, y: 4 },
  { ...on, kind: 'imaging.length', from: [0, 0], to: [5, 5] },
  { ...on, kind: 'imaging.angle', from: [0, 0], vertex: [5, 5], to: [10, 0] },
  { ...on, kind: 'imaging.whole' },
];

describe('grips', () => {
  it('[GRIP1] leave a valid shape of the same kind wherever they are dragged', () => {
    for (const geometry of kinds) {
      for (const handle of handlesOf(geometry)) {
        const after = withHandleAt(geometry, handle.id, [33.333, 44.444]);
        expect(ImagingGeometrySchema.safeParse(after).success).toBe(true);
        expect([after.kind, after.slice]).toEqual([geometry.kind, 4]);
      }
    }
  });

  it('[GRIP1] stay where they are when they are dragged to where they are', () => {
    for (const geometry of [box, polygon]) for (const handle of handlesOf(geometry)) if (handle.role !== 'add') expect(withHandleAt(geometry, handle.id, handle.at)).toEqual(geometry);
  });

  it('[GRIP1] a corner dragged past its opposite turns the box over', () => {
    expect(withHandleAt(box, 'nw', [50, 70])).toEqual({ ...box, x: 40, y: 60, width: 10, height: 10 });
    expect(withHandleAt(box, 'e', [15, 999])).toEqual({ ...box, width: 5 });
  });

  it('[GRIP1] the turn grip of an ellipse turns it', () => {
    const turn = handlesOf(ellipse).find((handle) => handle.id === 'turn');
    expect(turn).toBeDefined();
    if (turn && ellipse.kind === 'imaging.ellipse') {
      const same = withHandleAt(ellipse, 'turn', turn.at);
      expect(same.kind === 'imaging.ellipse' && Math.abs(same.rotation - ellipse.rotation)).toBeLessThan(0.02);
    }
  });

  it('[GRIP2] between two points add one, which is then held', () => {
    expect(withHandleAt(polygon, 'a1', [12, 5])).toEqual({ ...polygon, points: [[0, 0], [10, 0], [12, 5], [10, 10], [0, 10]] });
    expect(heldHandle('a1')).toBe('p2');
    expect(withHandleAt(polygon, 'a3', [-2, 5])).toEqual({ ...polygon, points: [[0, 0], [10, 0], [10, 10], [0, 10], [-2, 5]] });
    expect(withPointNear(polygon, [5, 11])).toEqual({ geometry: { ...polygon, points: [[0, 0], [10, 0], [10, 10], [5, 11], [0, 10]] }, handle: 'p3' });
  });

  it('[GRIP2] points go, down to three of a polygon', () => {
    const three = withoutPoint(polygon, 'p0');
    expect(three).toEqual({ ...polygon, points: [[10, 0], [10, 10], [0, 10]] });
    expect(three && withoutPoint(three, 'p0')).toBeUndefined();
    expect(withoutPoint(box, 'p0')).toBeUndefined();
  });

  it('[GRIP1] points are nearer than sides and additions', () => {
    expect(handleAt(polygon, [1, 0], 6)?.id).toBe('p0');
    expect(handleAt(polygon, [5, 1], 3)?.id).toBe('a0');
    expect(handleAt(polygon, [50, 50], 3)).toBeUndefined();
  });

  it('[SELECT2] moving there and back changes nothing', () => {
    for (const geometry of kinds) expect(translated(translated(geometry, 7, -3), -7, 3)).toEqual(geometry);
  });
});
