import { hounsfieldAt, type Point } from './ct-anatomy.ts';
import { bell, inside, seededRandom } from './random.ts';

export const ctSize = 256;
export const ctSlices = 24;
export const ctPixelMm = 1.40625;
export const ctSliceMm = 8;

/** Centre of pixel (0, 0) of the lowest slice, mm, LPS. */
export const ctOrigin = { x: -((ctSize - 1) / 2) * ctPixelMm, y: -((ctSize - 1) / 2) * ctPixelMm, z: 0 } as const;

/** Hounsfield units of every slice of a chest and upper abdomen made up from ellipses, lowest slice first. */
export function ctPhantom(): readonly Int16Array[] {
  const random = seededRandom(20260801);
  const tree = lungVessels(random);
  return Array.from({ length: ctSlices }, (_, slice) => {
    const z = slice * ctSliceMm;
    const values = new Float32Array(ctSize * ctSize).map((_, at) => hounsfieldAt(pointAt(at, z)));
    for (const piece of tree) if (Math.abs(piece.z - z) < 4) drawVessel(values, piece);
    return withNoise(values, random);
  });
}

const pointAt = (at: number, z: number): Point => ({
  x: ctOrigin.x + (at % ctSize) * ctPixelMm,
  y: ctOrigin.y + Math.floor(at / ctSize) * ctPixelMm,
  z,
});

type VesselPiece = Point & { readonly radiusMm: number };

/** Branches from each hilum outward, thinner as they go. */
function lungVessels(random: () => number): readonly VesselPiece[] {
  const pieces: VesselPiece[] = [];
  const grow = (from: Point, yaw: number, pitch: number, radiusMm: number, depth: number) => {
    let [at, turn] = [from, yaw];
    const steps = 9 + Math.floor(random() * 9);
    for (let step = 0; step < steps; step++) {
      turn += bell(random) * 0.12;
      at = { x: at.x + Math.cos(turn) * 1.7, y: at.y + Math.sin(turn) * 1.7, z: at.z + pitch * 1.3 };
      pieces.push({ ...at, radiusMm: radiusMm * (1 - step / (steps * 3)) });
    }
    if (depth === 0) return;
    for (const side of [-1, 1])
      grow(at, turn + side * (0.35 + random() * 0.3), pitch + bell(random) * 0.35, radiusMm * 0.72, depth - 1);
  };
  for (const side of [-1, 1])
    for (let branch = 0; branch < 15; branch++) {
      const yaw = (side > 0 ? 0 : Math.PI) + (random() - 0.5) * 2.6;
      grow({ x: side * 36, y: 4, z: 122 + bell(random) * 16 }, yaw, bell(random) * 0.9, 3.1, 4);
    }
  return pieces;
}

/** Vessels show only where there is lung around them. */
function drawVessel(values: Float32Array, { x, y, radiusMm }: VesselPiece): void {
  const [column, row] = [(x - ctOrigin.x) / ctPixelMm, (y - ctOrigin.y) / ctPixelMm];
  const reach = Math.ceil(radiusMm / ctPixelMm) + 1;
  for (let r = Math.round(row) - reach; r <= Math.round(row) + reach; r++)
    for (let c = Math.round(column) - reach; c <= Math.round(column) + reach; c++) {
      const at = r * ctSize + c;
      const value = values[at];
      if (value === undefined || value > -600 || value < -955) continue;
      const share = inside(Math.hypot(c - column, r - row) * ctPixelMm - radiusMm, 2.4) * 0.85;
      values[at] = value + (30 - value) * share;
    }
}

/** Scanner noise: neighbouring pixels share some of it; less of it in air. */
function withNoise(values: Float32Array, random: () => number): Int16Array {
  let before = 0;
  const out = new Int16Array(values.length);
  values.forEach((value, at) => {
    const own = bell(random);
    out[at] = Math.max(-1024, Math.round(value + (own * 0.8 + before * 0.5) * (value < -950 ? 5 : 13)));
    before = own;
  });
  return out;
}
