import { bell, ellipseDistance, inside, seededRandom } from './random.ts';
import { addRibs, addVessels } from './radiograph-lines.ts';

export const radiographSize = 1024;

/** A round shadow: centre and radius in pixels of the image. */
export type Shadow = { readonly x: number; readonly y: number; readonly radius: number };

/** What differs from one made-up chest to the next. */
export type Chest = {
  readonly seed: number;
  /** 1 is normal; 1.25 an enlarged heart. */
  readonly heart: number;
  readonly nodule: Shadow | undefined;
  readonly opacity: Shadow | undefined;
  /** Height of the diaphragm's domes, as shares of the image from its top. */
  readonly domes: { readonly right: number; readonly left: number };
};

/** A frontal chest radiograph from analytic shapes, 12-bit, bright where dense, row by row. */
export function radiograph(chest: Chest): Uint16Array {
  const random = seededRandom(chest.seed);
  const density = softTissues(chest);
  addRibs(density);
  addVessels(density, random, (x, y) => lungShare(x, y, chest.domes));
  addShadows(density, chest, random);
  return developed(density, random);
}

/** Every second pixel is computed and the rest interpolated: no soft part has an edge sharper than that. */
function softTissues(chest: Chest): Float32Array {
  const half = radiographSize / 2 + 1;
  const coarse = new Float32Array(half * half).map((_, at) =>
    softTissue(((at % half) * 4) / radiographSize - 1, (Math.floor(at / half) * 2) / radiographSize, chest),
  );
  return new Float32Array(radiographSize * radiographSize).map((_, at) => {
    const [column, row] = [at % radiographSize, Math.floor(at / radiographSize)];
    const corner = (row >> 1) * half + (column >> 1);
    const [right, below] = [column & 1, (row & 1) * half];
    return (coarse[corner]! + coarse[corner + right]! + coarse[corner + below]! + coarse[corner + right + below]!) / 4;
  });
}

function softTissue(x: number, y: number, chest: Chest): number {
  const half = bodyHalfWidth(y);
  const body = inside(Math.abs(x) - half, 0.035);
  if (body === 0) return 0;
  const through = Math.sqrt(Math.max(0, 1 - (x / (half + 0.02)) ** 2));
  let density = body * (0.3 + 0.34 * through + 0.05 * y);
  density += 0.1 * inside(0.86 - y + x * x * 0.1, 0.3) * through;
  const lung = lungShare(x, y, chest.domes);
  density -= lung * (0.4 * through + 0.05) * (0.88 + 0.12 * Math.abs(x));
  density += 0.15 * inside(ellipseDistance(x, (y - 0.45) * 2, 0.12, 0.95), 0.16);
  density += heartAt(x, y, chest.heart);
  density += spineAt(x, y) + airwayAt(x, y);
  density += 0.1 * inside(ellipseDistance(x - 0.1, (y - 0.3) * 2, 0.085, 0.12), 0.05);
  density += 0.045 * inside(ellipseDistance(Math.abs(x) - 0.7, (y - 0.3) * 2, 0.13, 0.3), 0.1);
  const bubble = ellipseDistance(x - 0.38, (y - chest.domes.left - 0.085) * 2, 0.14, 0.075);
  return density - 0.15 * inside(bubble, 0.06);
}

function bodyHalfWidth(y: number): number {
  const neck = 0.25 + 0.02 * Math.cos(y * 20);
  const shoulder = 0.98 / (1 + Math.exp(-(y - 0.085) * 46));
  const waist = 0.06 * inside(0.45 - y, 0.6) - 0.03 * inside(0.8 - y, 0.4);
  return Math.max(neck, shoulder - waist);
}

/** 1 in the lungs, 0 elsewhere. */
export function lungShare(x: number, y: number, domes: Chest['domes']): number {
  const isRight = x < 0;
  const side = Math.abs(x);
  const lateral = 0.8 * Math.sqrt(Math.max(0, 1 - (Math.max(0, 0.72 - y) / 0.625) ** 2.3));
  const medial = 0.115 + 0.05 * Math.exp(-(((y - 0.12) / 0.1) ** 2)) + 0.03 * Math.cos(y * 9);
  const top = isRight ? domes.right : domes.left;
  const dome = top + 0.3 * (side - 0.36) ** 2 + (side > 0.42 ? 0.9 * (side - 0.42) ** 2 : 0);
  const across = Math.min(side - medial, lateral - side);
  const below = (dome - y) * 1.7;
  const above = (y - 0.115 - 0.75 * (side - 0.33) ** 2) * 1.4;
  const apart = -Math.log(Math.exp(-across * 34) + Math.exp(-below * 34) + Math.exp(-above * 34)) / 34;
  return inside(-apart, 0.05);
}

function heartAt(x: number, y: number, scale: number): number {
  const turned = { x: (x - 0.1) * 0.96 + (y - 0.65) * 0.5, y: (y - 0.65) * 2 - (x - 0.1) * 0.28 };
  const ventricles = ellipseDistance(turned.x, turned.y, 0.33 * scale, 0.29 * (0.6 + 0.4 * scale));
  const vessels = ellipseDistance(x - 0.02, (y - 0.42) * 2, 0.15, 0.36);
  const through = 0.6 + 0.4 * inside(ventricles + 0.2, 0.4);
  return (
    0.4 * inside(ventricles, 0.06) * through * (0.5 + 0.5 * Math.min(1, Math.abs(x) / 0.16)) +
    0.07 * inside(vessels, 0.07)
  );
}

function spineAt(x: number, y: number): number {
  const column = inside(Math.abs(x) - 0.072 - 0.012 * y, 0.02);
  const phase = (y * 19) % 1;
  const gap = Math.exp(-(((phase - 0.5) / 0.1) ** 2));
  const pedicle = inside(ellipseDistance(Math.abs(x) - 0.046, (phase - 0.12) * 0.1, 0.014, 0.014), 0.014);
  return column * (0.085 - 0.03 * gap) + 0.02 * pedicle * column;
}

function airwayAt(x: number, y: number): number {
  const wobble = 0.012 * Math.sin(y * 14);
  const trachea = inside(Math.abs(x - wobble) - 0.028, 0.022) * inside(y - 0.345, 0.03);
  const branch = Math.abs(Math.abs(x) - 0.02 - (y - 0.34) * 1.3) - 0.018;
  const bronchi = inside(branch, 0.03) * inside(0.33 - y, 0.03) * inside(y - 0.42, 0.05);
  return -0.085 * trachea - 0.045 * bronchi;
}

function addShadows(density: Float32Array, chest: Chest, random: () => number): void {
  const { nodule, opacity } = chest;
  if (nodule) stain(density, nodule, (distance) => 0.135 * inside(distance * nodule.radius - nodule.radius, 8));
  if (!opacity) return;
  const [a, b, c] = [random() * 6, random() * 6, random() * 6];
  stain(density, opacity, (distance, x, y) => {
    const patches =
      1 + 0.1 * Math.sin(x / 19 + a) * Math.sin(y / 15 + b) + 0.05 * Math.sin(x / 9 + c) * Math.sin(y / 8);
    return 0.23 * Math.exp(-((distance * 1.25) ** 2.4)) * patches;
  });
}

function stain(
  density: Float32Array,
  { x, y, radius }: Shadow,
  at: (share: number, x: number, y: number) => number,
): void {
  const reach = Math.ceil(radius * 1.7);
  for (let row = Math.max(0, y - reach); row < Math.min(radiographSize, y + reach); row++)
    for (let column = Math.max(0, x - reach); column < Math.min(radiographSize, x + reach); column++)
      density[row * radiographSize + column]! += at(Math.hypot(column - x, row - y) / radius, column, row);
}

/** As a processed detector image: dense is bright, air is black, and there is a little grain everywhere. */
function developed(density: Float32Array, random: () => number): Uint16Array {
  return new Uint16Array(density.length).map((_, at) => {
    const value = density[at]!;
    const share = Math.max(0, value - 0.08) / 1.02;
    const toned = (1.32 * share ** 1.15) / (1 + 0.34 * share * share);
    return Math.min(4095, Math.max(0, Math.round(toned * 3750 + bell(random) * 30)));
  });
}
