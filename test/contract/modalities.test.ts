import * as fc from 'fast-check';
import type { Geometry } from '@consilium/shared/domain/annotation.ts';
import { modalities } from '@consilium/shared/modalities/registry.ts';
import { describe, expect, it } from 'vitest';

const place = fc.integer({ min: 0, max: 240 }).map((quarter) => quarter / 4);
const size = fc.integer({ min: 1, max: 160 }).map((quarter) => quarter / 4);
const point = fc.tuple(place, place);
const slice = fc.integer({ min: 0, max: 1 });
const on = (kind: string, fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Geometry> =>
  fc.record({ kind: fc.constant(kind), version: fc.constant(1), slice, ...fields });

/** Geometries of every kind, by modality: a new modality adds its own here and the suite runs on it. */
const geometries: Readonly<Record<string, fc.Arbitrary<Geometry>>> = {
  imaging: fc.oneof(
    on('imaging.box', { x: place, y: place, width: size, height: size }),
    on('imaging.polygon', { points: fc.array(point, { minLength: 3, maxLength: 9 }) }),
    on('imaging.ellipse', {
      x: place,
      y: place,
      radiusX: size,
      radiusY: size,
      rotation: fc.double({ min: -3, max: 3, noNaN: true }),
    }),
    on('imaging.point', { x: place, y: place }),
    on('imaging.length', { from: point, to: point }),
    on('imaging.angle', { from: point, vertex: point, to: point }),
    on('imaging.polyline', { points: fc.array(point, { minLength: 2, maxLength: 6 }) }),
    on('imaging.whole', {}),
  ),
  text: fc.oneof(
    fc.constant({ kind: 'text.whole', version: 1 }),
    fc
      .array(fc.record({ start: fc.nat(60), length: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 4 })
      .map((parts) => ({
        kind: 'text.span',
        version: 1,
        parts: parts.map(({ start, length }) => ({ start, end: start + length })),
      })),
  ),
};

const metas: Readonly<Record<string, readonly unknown[]>> = {
  imaging: [
    {
      rows: 64,
      columns: 64,
      frames: [
        { source: 'a', frame: 0 },
        { source: 'a', frame: 1 },
      ],
    },
    { rows: 64, columns: 64, frames: [], pixelSpacing: [2, 0.5] },
  ],
  text: [{ length: 100, lines: 1, excerpt: '' }],
};

const covers = /^(imaging\.(box|ellipse)|text\.span)$/;

describe.each(modalities)('$title', (modality) => {
  const geometry = geometries[modality.id]!;
  const meta = fc.constantFrom(...metas[modality.id]!);

  it('[MOD1] similarity is symmetric and bounded', () => {
    fc.assert(
      fc.property(geometry, geometry, meta, (a, b, m) => {
        const similarity = modality.similarity(a, b, m);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(modality.similarity(b, a, m)).toBe(similarity);
      }),
      { numRuns: 300 },
    );
  });
  it('[MOD1] what covers anything is fully like itself', () => {
    fc.assert(
      fc.property(geometry, meta, (a, m) => {
        expect(modality.similarity(a, a, m)).toBe(1);
      }),
    );
  });
  it('[MOD5] an intersection is no bigger than the majority, and that no bigger than the union', () => {
    const cover = geometry.filter((one) => covers.test(one.kind)).map((one) => ({ ...one, slice: 0 }));
    fc.assert(
      fc.property(fc.array(cover, { minLength: 2, maxLength: 4 }), meta, (all, m) => {
        const [least, middle, most] = (['intersection', 'majority', 'union'] as const).map((how) =>
          modality.combine(all, how, m),
        );
        expect(most).toBeDefined();
        if (least !== undefined) expect(middle).toBeDefined();
        for (const one of [least, middle, most])
          if (one !== undefined) expect(modality.readGeometry(one).ok).toBe(true);
        for (const one of all) if (least !== undefined) expect(modality.similarity(one, least, m)).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
  it('[MEAS1] says every geometry in words', () => {
    fc.assert(
      fc.property(geometry, meta, (a, m) => {
        expect(modality.describe(a, m)).toMatch(/^[^\n]{3,120}$/);
        expect(modality.describe(a, m)).not.toMatch(/NaN|undefined|Infinity/);
      }),
    );
  });
  it('[MOD7] nothing that is handed in as a geometry makes reading throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ kind: fc.constantFrom(...modality.kinds.map((one) => one.kind)), version: fc.nat(3) }),
        ),
        (value) => {
          modality.readGeometry(value);
        },
      ),
    );
  });
});
