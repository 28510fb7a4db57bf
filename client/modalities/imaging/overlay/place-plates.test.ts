import { describe, expect, it } from 'vitest';
import { type Place, type Plate, placePlates } from './place-plates.ts';

const size = { width: 400, height: 400 };
const widthOf = ({ title }: Plate): number => 20 + 7 * title.length;
const ring = (x: number, y: number, radius: number): Plate['line'] =>
  Array.from({ length: 24 }, (_, at) => [x + radius * Math.cos((at * Math.PI) / 12), y + radius * Math.sin((at * Math.PI) / 12)] as const).map(([a, b]) => [a, b]);
const plate = (parts: Partial<Plate>): Plate => ({ line: ring(200, 200, 60), title: '', colour: '#fff', badge: 'A', isSelected: false, ...parts });
const overlaps = (a: Place, b: Place): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const clashes = (places: readonly Place[]): number => places.filter((a, i) => places.some((b, j) => j > i && overlaps(a, b))).length;

describe('names and badges on the film', () => {
  it('[PLATE1] every reader’s badge finds a place on its own line, and none lies on another', () => {
    const readers = ['A', 'B', 'C', 'D'].map((badge, at) => plate({ badge, line: ring(190 + 6 * at, 200, 58 + 3 * at) }));
    const places = placePlates(readers, widthOf, size);
    expect(places.map(({ plate: { badge } }) => badge).sort()).toEqual(['A', 'B', 'C', 'D']);
    expect(clashes(places)).toBe(0);
    for (const { plate: { line }, x, y } of places) expect(Math.min(...line.map(([a, b]) => Math.hypot(a - x - 12, b - y - 12)))).toBeLessThan(1);
  });

  it('[PLATE1] a name goes to the next free corner; where none is free its badge stands for it; what is selected is always named', () => {
    const named = Array.from({ length: 12 }, (_, at) => plate({ title: 'Consolidation 102 mm', badge: String(at % 9), isSelected: at === 11 }));
    const places = placePlates(named, widthOf, size);
    expect(clashes(places)).toBe(0);
    expect(places[0]).toMatchObject({ shape: 'plate', plate: { isSelected: true } });
    expect(places.filter(({ shape }) => shape === 'plate').length).toBeGreaterThan(2);
    expect(places.some(({ shape }) => shape === 'badge')).toBe(true);
  });

  it('[PLATE1] stays on the film when its mark does not', () => {
    const [place] = placePlates([plate({ title: 'Fracture', line: ring(-80, 460, 30) })], widthOf, size);
    expect([place?.x, (place?.y ?? 0) + (place?.height ?? 0) <= 400]).toEqual([4, true]);
  });
});
