import type { ImageLayer } from './image-layer.ts';
import { openImageLayer } from './open-image-layer.ts';

/** A canvas with its graphics context, which are costly to make: they go from one case to the next (rule OPEN3). */
export interface PictureSurface {
  readonly canvas: HTMLCanvasElement;
  readonly layer: ImageLayer;
  /** told when the context is gone: take another surface and draw again */
  onLost: () => void;
}

let spare: PictureSurface | undefined;

/** An empty surface: the one that was given back, else a new one. */
export function takeSurface(onLost: () => void): PictureSurface {
  const taken = spare ?? makeSurface();
  spare = undefined;
  taken.onLost = onLost;
  return taken;
}

/** Empties it at once, so that no picture is ever seen in another case; one is kept, further ones are closed. */
export function giveBackSurface(surface: PictureSurface): void {
  surface.onLost = () => forget(surface);
  surface.canvas.remove();
  surface.layer.clear();
  if (spare) surface.layer.close();
  else spare = surface;
}

/** Lost, or closed for good. */
export function forget(surface: PictureSurface): void {
  if (spare === surface) spare = undefined;
  surface.canvas.remove();
  surface.layer.close();
}

function makeSurface(): PictureSurface {
  const canvas = document.createElement('canvas');
  const made: PictureSurface = { canvas, layer: openImageLayer(canvas, () => made.onLost()), onLost: () => undefined };
  canvas.dataset.drawnBy = made.layer.by;
  return made;
}
