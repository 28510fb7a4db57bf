import { ellipseDistance, inside } from './random.ts';

/** A point of the phantom in mm: x to the patient's left, y to the back, z up from the lowest slice. */
export type Point = { readonly x: number; readonly y: number; readonly z: number };

export type Sphere = Point & { readonly radiusMm: number; readonly name: string };

/** What readers are meant to find. */
export const lungNodules: readonly Sphere[] = [
  { name: 'nodule in the right upper lobe', x: -84, y: -22, z: 144, radiusMm: 9 },
  { name: 'nodule in the left lower lobe', x: 78, y: 38, z: 120, radiusMm: 6 },
  { name: 'small nodule in the right lower lobe', x: -56, y: 44, z: 112, radiusMm: 4.5 },
];
export const liverLesion: Sphere = { name: 'hypodense lesion of the liver', x: -78, y: -6, z: 32, radiusMm: 16 };

const edge = 3;

/** Attenuation in Hounsfield units, without noise and lung vessels. */
export function hounsfieldAt({ x, y, z }: Point): number {
  let value = tableAt(x, y);
  const body = superellipse(x, y + 6, 158, 108);
  if (body > edge) return value;
  const put = (hu: number, distance: number, softness = edge) => {
    const share = inside(distance, softness);
    if (share > 0) value += (hu - value) * share;
  };
  put(-98, body);
  put(52, superellipse(x, y + 4, 143, 93) + fatWave(x, y), 4);
  put(-85, ellipseDistance(x, y + 6, 129, 80), 3);
  if (z < 104) abdomen(put, { x, y, z });
  chest(put, { x, y, z });
  skeleton(put, { x, y, z });
  return value;
}

type Put = (hu: number, distance: number, softness?: number) => void;

function abdomen(put: Put, { x, y, z }: Point): void {
  const cavity = ellipseDistance(x, y + 6, 127, 78);
  const underRight = z - domeAt(x + 62, y + 4, 96);
  const underLeft = z - domeAt(x - 66, y + 2, 84);
  put(28, Math.max(cavity, Math.min(underRight, underLeft)), 4);
  put(-92, Math.max(cavity + 6, Math.min(underRight, underLeft) + 5), 5);
  const liver = Math.max(cavity + 3, underRight + 3, smoothMax(x - 34 + y * 0.5, y - 58 - x * 0.25));
  put(104, liver, 3);
  for (const [vx, vy, slope] of liverVessels)
    put(152, Math.max(liver + 4, ellipseDistance(x - vx - slope * (z - 40), y - vy - 0.2 * (z - 40), 4.2, 3.4)), 3);
  put(58, sphereDistance(liverLesion, { x, y, z }), 5);
  put(34, sphereDistance({ ...liverLesion, radiusMm: 9 }, { x, y, z }), 7);
  put(118, Math.max(cavity + 4, ellipsoid({ x: x - 92, y: y - 34, z: z - 34 }, 30, 32, 46)), 3);
  const stomach = Math.max(cavity + 5, ellipsoid({ x: x - 62, y: y + 34, z: z - 26 }, 42, 32, 42), underLeft + 6);
  put(60, stomach, 3);
  put(18, stomach + 5, 3);
  put(-960, Math.max(stomach + 5, y + 44), 2);
}

const liverVessels: readonly (readonly [number, number, number])[] = [
  [-40, 2, -0.3],
  [-62, -30, 0.25],
  [-96, 12, 0.2],
  [-14, -34, -0.2],
];

function chest(put: Put, { x, y, z }: Point): void {
  const taper = z > 130 ? (z - 130) * 0.12 : 0;
  const cavity = ellipseDistance(x, y + 6, 128 - taper, 79 - taper * 0.5);
  const mediastinum = Math.abs(x - 6) - (20 + 6 * Math.cos((y + 10) / 30));
  const right = Math.max(cavity, -mediastinum, x, domeAt(x + 62, y + 4, 96) - z);
  const left = Math.max(cavity, -mediastinum, -x, domeAt(x - 66, y + 2, 84) - z);
  put(38, Math.max(cavity, mediastinum, 74 - z), 4);
  put(-868 + 26 * (y / 80), Math.min(right, left), 4);
  if (Math.abs(z - 96) < 60 && y < 28) heart(put, { x, y, z });
  if (Math.abs(x) < 90) vessels(put, { x, y, z });
  if (z > 98) for (const nodule of lungNodules) put(42, sphereDistance(nodule, { x, y, z }) + ripple({ x, y, z }), 2.6);
}

function heart(put: Put, { x, y, z }: Point): void {
  const muscle = ellipsoid({ x: x - 22 - y * 0.12, y: y + 26, z: z - 96 }, 56, 45, 52);
  if (muscle > 9) return;
  put(-60, muscle - 4, 5);
  put(58, muscle, 4);
  put(168, ellipsoid({ x: x - 36, y: y + 30, z: z - 92 }, 24, 20, 34), 6);
  put(176, ellipsoid({ x: x + 4, y: y + 32, z: z - 98 }, 22, 20, 36), 6);
  put(176, ellipsoid({ x: x - 10, y: y + 2, z: z - 108 }, 30, 13, 22), 6);
}

function vessels(put: Put, { x, y, z }: Point): void {
  if (z > 128) put(182, ellipseDistance(x + 10, y + 30, 15, 15));
  if (z > 128) put(172, ellipseDistance(x + 34, y + 18, 9, 8));
  if (z > 128 && z < 158) put(178, Math.max(ellipseDistance(x - 14, y + 18, 17, 13), 0));
  put(184, ellipseDistance(x - 26, y - 40, 12.5, 12.5));
  put(34, ellipseDistance(x - 8, y - 30, 7, 5.5));
  const spread = z < 150 ? (150 - z) * 0.8 : 0;
  if (z < 118) return;
  for (const side of spread > 0 ? [-1, 1] : [0]) {
    put(45, ellipseDistance(x - side * (6 + spread), y - 10, 9.5, 9.5), 2);
    put(-975, ellipseDistance(x - side * (6 + spread), y - 10, 7.6, 7.6), 2);
  }
}

function skeleton(put: Put, { x, y, z }: Point): void {
  ribs(put, { x, y, z });
  if (z > 62 && y < -80) put(300, ellipseDistance(x, y + 90, 17, 5.5), 2.5);
  if (Math.abs(x) > 48 || y < 44) return;
  const disc = Math.abs(((z + 9) % 27) - 13.5) < 3.2;
  const vertebra = ellipseDistance(x, y - 66, 20, 16);
  put(disc ? 95 : 560, vertebra, 2.5);
  put(disc ? 85 : 215 + 22 * Math.sin(x * 0.5) * Math.sin(y * 0.45 + z), vertebra + 3, 3);
  put(500, Math.max(ellipseDistance(x, y - 88, 16, 13), 64 - y), 2.5);
  put(22, ellipseDistance(x, y - 86, 9.5, 8.5), 2.5);
  put(430, Math.max(Math.abs(x) - 3.2, Math.abs(y - 103) - 9), 3);
  put(380, Math.max(Math.abs(Math.abs(x) - 28) - 14, Math.abs(y - 83 - (Math.abs(x) - 20) * 0.15) - 4), 3);
}

/** Ribs run down and forward in the wall, so that a slice cuts several, each for a short way. */
function ribs(put: Put, { x, y, z }: Point): void {
  const ring = ellipseDistance(x, y + 6, 134, 85.5);
  if (Math.abs(ring) > 8) return;
  const forward = Math.acos(Math.min(1, Math.max(-1, (y + 6) / 86))) / Math.PI;
  const phase = (((z + forward * 92) % 27) + 27) % 27;
  const along = Math.abs(phase - 13.5) - 6.2;
  const rib = Math.max(Math.abs(ring) - 4.2, along);
  const isCartilage = forward > 0.86;
  put(isCartilage ? 130 : 520, rib, 2.5);
  if (!isCartilage) put(210, rib + 2.4, 2.5);
}

function tableAt(x: number, y: number): number {
  const top = 116 - (x * x) / 900;
  const depth = y - top;
  if (Math.abs(x) > 172 || depth < 0 || depth > 26 - (x * x) / 1500) return -1000;
  return depth < 3 || depth > 22 - (x * x) / 1500 ? -280 : -905;
}

const domeAt = (dx: number, dy: number, top: number): number => top - 0.0125 * (dx * dx + dy * dy * 1.15);

const fatWave = (x: number, y: number): number =>
  2.2 * Math.sin(Math.atan2(y, x) * 7) - 1.5 * Math.cos(Math.atan2(y, x) * 3);

const ripple = ({ x, y, z }: Point): number => 0.7 * Math.sin(x * 0.9 + z) * Math.cos(y * 0.8);

const superellipse = (x: number, y: number, a: number, b: number): number =>
  (((Math.abs(x) / a) ** 2.5 + (Math.abs(y) / b) ** 2.5) ** 0.4 - 1) * b;

const smoothMax = (a: number, b: number): number => Math.log(Math.exp(a / 8) + Math.exp(b / 8)) * 8;

const ellipsoid = ({ x, y, z }: Point, a: number, b: number, c: number): number => {
  const rho = Math.sqrt((x / a) ** 2 + (y / b) ** 2 + (z / c) ** 2);
  return rho < 1e-6 ? -Math.min(a, b, c) : ((rho - 1) * Math.sqrt(x * x + y * y + z * z)) / rho;
};

export const sphereDistance = (sphere: Sphere, { x, y, z }: Point): number =>
  Math.sqrt((x - sphere.x) ** 2 + (y - sphere.y) ** 2 + (z - sphere.z) ** 2) - sphere.radiusMm;
