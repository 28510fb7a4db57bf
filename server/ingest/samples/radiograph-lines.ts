import { bell, inside } from './random.ts';

const size = 1024;

/** Back and front parts of the ribs, and the clavicles: each a band along a curve y(x), with bright rims. */
export function addRibs(density: Float32Array): void {
  for (let rib = 0; rib < 10; rib++) {
    const start = 0.135 + rib * 0.066;
    const end = Math.min(0.79, 0.5 + rib * 0.055);
    const drop = 0.1 + rib * 0.017;
    for (const side of [-1, 1]) {
      addBand(
        density,
        side,
        0.085,
        end,
        0.0105,
        0.085,
        (x) => start - 0.028 * Math.sin((x / end) * 2.6) + drop * (x / end) ** 2.6,
      );
      if (rib > 0 && rib < 8)
        addBand(
          density,
          side,
          0.36 - rib * 0.008,
          end,
          0.0125,
          0.042,
          (x) => start + drop + 0.012 + (end - x) * (0.2 + rib * 0.03),
        );
    }
  }
  for (const side of [-1, 1])
    addBand(density, side, 0.07, 0.74, 0.0135, 0.085, (x) => 0.178 - 0.1 * x + 0.018 * Math.sin(x * 7.5));
}

function addBand(
  density: Float32Array,
  side: number,
  from: number,
  to: number,
  half: number,
  strength: number,
  curve: (x: number) => number,
): void {
  const [first, last] = [Math.ceil(from * 512), Math.floor(to * 512)];
  for (let step = first; step <= last; step++) {
    const x = step / 512;
    const [y, slope] = [curve(x), (curve(x + 0.004) - curve(x - 0.004)) / 0.004];
    const reach = half * Math.sqrt(1 + slope * slope);
    const fade = inside(from + 0.012 - x, 0.03) * inside(x - to + 0.02, 0.05);
    const column = Math.min(size - 1, Math.max(0, Math.round(512 + side * step)));
    for (let row = Math.floor((y - reach * 1.3) * size); row <= (y + reach * 1.3) * size; row++) {
      if (row < 0 || row >= size || density[row * size + column]! < 0.2) continue;
      const across = Math.abs(row / size - y) / reach;
      const profile = inside(across - 1, 0.35) * (0.62 + 0.38 * across ** 3);
      density[row * size + column]! += strength * profile * fade;
    }
  }
}

/** Two hila and the vessels that branch from them, shown only in the lungs. */
export function addVessels(density: Float32Array, random: () => number, lung: (x: number, y: number) => number): void {
  const strokes = new Float32Array(density.length);
  for (const side of [-1, 1]) {
    const root = { x: side * 0.17, y: side < 0 ? 0.475 : 0.455 };
    for (let branch = 0; branch < 13; branch++) {
      const angle = (branch / 13) * 3.2 - 1.5 + bell(random) * 0.12;
      grow(strokes, root, side, angle, 0.011 + random() * 0.005, 3, random);
    }
  }
  for (let at = 0; at < density.length; at++) {
    const stroke = strokes[at]!;
    if (stroke === 0) continue;
    const [x, y] = [(at % size) / 512 - 1, Math.floor(at / size) / size];
    density[at]! += Math.min(0.13, stroke) * (0.1 + 0.9 * lung(x, y));
  }
}

function grow(
  strokes: Float32Array,
  from: { x: number; y: number },
  side: number,
  angle: number,
  width: number,
  depth: number,
  random: () => number,
): void {
  let [x, y, turn] = [from.x, from.y, angle];
  const steps = 16 + Math.floor(random() * 14);
  for (let step = 0; step < steps; step++) {
    turn += bell(random) * 0.05 + 0.012;
    x += side * Math.cos(turn) * 0.0052;
    y += Math.sin(turn) * 0.0028;
    dot(strokes, (x + 1) * 512, y * size, width * 512, 0.03 + depth * 0.022);
  }
  if (depth === 0) return;
  for (const bend of [-1, 1])
    grow(strokes, { x, y }, side, turn + bend * (0.16 + random() * 0.26), width * 0.66, depth - 1, random);
}

/** A soft disc that never adds to itself, so that overlapping dots make one even line. */
function dot(strokes: Float32Array, x: number, y: number, radius: number, strength: number): void {
  const reach = Math.ceil(radius * 1.6);
  for (let row = Math.round(y) - reach; row <= Math.round(y) + reach; row++)
    for (let column = Math.round(x) - reach; column <= Math.round(x) + reach; column++) {
      if (row < 0 || column < 0 || row >= size || column >= size) continue;
      const at = row * size + column;
      const value = strength * Math.exp(-((column - x) ** 2 + (row - y) ** 2) / radius ** 2);
      if (value > strokes[at]!) strokes[at] = value;
    }
}
