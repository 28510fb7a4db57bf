import type { Matrix } from '../../../canvas/matrix.ts';
import type { ShownFrame, Window } from '../frames/shown-frame.ts';

/** Everything that decides one picture on the screen. */
export interface Picture {
  readonly frame: ShownFrame;
  /** image pixels to CSS pixels of the canvas */
  readonly matrix: Matrix;
  readonly window: Window;
  readonly isInverted: boolean;
  readonly isSmooth: boolean;
}

/** Two that look the same on a canvas of the same size. */
export const isSamePicture = (a: Picture, b: Picture): boolean =>
  a.frame === b.frame &&
  a.matrix.every((value, i) => value === b.matrix[i]) &&
  a.window.center === b.window.center &&
  a.window.width === b.window.width &&
  a.isInverted === b.isInverted &&
  a.isSmooth === b.isSmooth;

/** Draws pictures on one canvas; `by` says how, for the status of the viewer and for tests. */
export interface ImageLayer {
  readonly by: 'WebGL2' | 'canvas';
  readonly draw: (picture: Picture) => void;
  /** An empty canvas; nothing of the last picture is held. */
  readonly clear: () => void;
  readonly close: () => void;
}

/** Sizes a canvas's pixels to its CSS size; true when it changed (and is empty now). */
export function fitPixels(canvas: HTMLCanvasElement, ratio: number): boolean {
  const [width, height] = [Math.max(1, Math.round(canvas.clientWidth * ratio)), Math.max(1, Math.round(canvas.clientHeight * ratio))];
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  return true;
}

export const pixelRatio = (): number => Math.min(globalThis.devicePixelRatio || 1, 3);
