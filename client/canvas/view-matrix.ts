import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { apply, inverse, type Matrix, multiply, rotation, scaling, translation } from './matrix.ts';

/** How an image lies on the canvas, without regard to the size of either, so that two screens can show the same. */
export interface Placement {
  /** image pixel that stands in the middle of the canvas */
  readonly centre: Point;
  /** 1: the whole image just fits */
  readonly zoom: number;
  /** radians, clockwise on the screen */
  readonly rotation: number;
  readonly isFlippedX: boolean;
  readonly isFlippedY: boolean;
}

/** The image and the canvas it is shown on. */
export interface Film {
  readonly columns: number;
  readonly rows: number;
  /** a pixel's height over its width, 1 for square pixels */
  readonly pixelAspect: number;
  /** of the canvas, CSS pixels */
  readonly width: number;
  readonly height: number;
}

export const smallestZoom = 0.1;
export const largestZoom = 64;

/** CSS pixels per image column at zoom 1: the rotated image just fits; 1 while the canvas has no size. */
export function fitScale(film: Film, radians: number): number {
  const across = film.columns;
  const down = film.rows * film.pixelAspect;
  const cos = Math.abs(Math.cos(radians));
  const sin = Math.abs(Math.sin(radians));
  const scale = Math.min(film.width / (across * cos + down * sin), film.height / (across * sin + down * cos));
  return Number.isFinite(scale) && scale > 0 ? scale : 1;
}

/** Image pixels to CSS pixels of the canvas: the one matrix that image, marks and pointer share. */
export function viewMatrix(placement: Placement, film: Film): Matrix {
  const scale = fitScale(film, placement.rotation) * placement.zoom;
  const flip = scaling(placement.isFlippedX ? -scale : scale, (placement.isFlippedY ? -scale : scale) * film.pixelAspect);
  const turned = multiply(multiply(translation(film.width / 2, film.height / 2), rotation(placement.rotation)), flip);
  return multiply(turned, translation(-placement.centre[0], -placement.centre[1]));
}

/** The whole image in the middle; rotation and flips stay. */
export const fitted = (placement: Placement, film: Film): Placement => ({ ...placement, centre: [film.columns / 2, film.rows / 2], zoom: 1 });

export const initialPlacement = (columns: number, rows: number): Placement => ({
  centre: [columns / 2, rows / 2], zoom: 1, rotation: 0, isFlippedX: false, isFlippedY: false,
});

/** Moves the image with the hand. @param dx, dy CSS pixels on the canvas */
export function panned(placement: Placement, film: Film, dx: number, dy: number): Placement {
  const back = inverse(viewMatrix(placement, film));
  return { ...placement, centre: heldInside(apply(back, [film.width / 2 - dx, film.height / 2 - dy]), film) };
}

/** Zooms by a factor about a place on the canvas (CSS pixels), which keeps its image pixel under it. */
export function zoomedAt(placement: Placement, film: Film, factor: number, at: Point): Placement {
  const zoom = Math.min(largestZoom, Math.max(smallestZoom, placement.zoom * factor));
  const held = apply(inverse(viewMatrix(placement, film)), at);
  const moved = apply(viewMatrix({ ...placement, zoom }, film), held);
  return panned({ ...placement, zoom }, film, at[0] - moved[0], at[1] - moved[1]);
}

/** A quarter turn clockwise (`quarters` 1) or back (-1); the middle stays. */
export const turned = (placement: Placement, quarters: number): Placement => ({
  ...placement, rotation: normalAngle(placement.rotation + (quarters * Math.PI) / 2),
});

/** Mirrors left and right, or up and down, as seen on the screen whatever the rotation. */
export function mirrored(placement: Placement, axis: 'horizontal' | 'vertical'): Placement {
  const isSideways = Math.abs(Math.sin(placement.rotation)) > Math.SQRT1_2;
  const flipsX = (axis === 'horizontal') !== isSideways;
  return flipsX ? { ...placement, isFlippedX: !placement.isFlippedX } : { ...placement, isFlippedY: !placement.isFlippedY };
}

function heldInside([x, y]: Point, film: Film): Point {
  return [Math.min(film.columns, Math.max(0, x)), Math.min(film.rows, Math.max(0, y))];
}

const normalAngle = (radians: number): number => {
  const turn = 2 * Math.PI;
  const angle = ((radians % turn) + turn) % turn;
  return turn - angle < 1e-9 ? 0 : angle;
};
