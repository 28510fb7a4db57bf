import type Konva from 'konva';
import { SceneCanvas } from 'konva/lib/Canvas.js';

/** Empty, of cases that were left; two overlays lie over a film. */
const spares: SceneCanvas[] = [];
const mostSpares = 2;

/**
 * Gives a layer, whose stage has no size of its own, a canvas of so many CSS pixels: one that another case has given back where one fits,
 * since a new canvas costs more than what is drawn on it (rule OPEN3).
 * @returns takes it away again and empties it
 */
export function lendCanvas(layer: Konva.Layer, width: number, height: number): () => void {
  const own = layer.canvas;
  const lent = takeSpare(width, height, own.pixelRatio) ?? new SceneCanvas({ width, height, pixelRatio: own.pixelRatio });
  own._canvas.replaceWith(lent._canvas);
  layer.canvas = lent;
  return () => {
    lent.getContext().clear();
    lent._canvas.replaceWith(own._canvas);
    layer.canvas = own;
    spares.push(lent);
    if (spares.length > mostSpares) spares.shift()?.setSize(0, 0);
  };
}

function takeSpare(width: number, height: number, pixelRatio: number): SceneCanvas | undefined {
  const at = spares.findIndex((one) => one.pixelRatio === pixelRatio && one.width === Math.floor(width * pixelRatio) && one.height === Math.floor(height * pixelRatio));
  return at < 0 ? undefined : spares.splice(at, 1)[0];
}
