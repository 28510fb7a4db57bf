import type Konva from 'konva';
import type { Film } from '../film.ts';
import { lendCanvas } from './layer-canvas.ts';

/**
 * For the ref of a layer of so many CSS pixels, in a stage without size: it draws on a canvas that goes from case to case, and a change that
 * React makes has the film draw once, with the picture, instead of a drawing of Konva's own before it.
 */
export const drawnByFilm =
  (film: Film, width: number, height: number) =>
  (layer: Konva.Layer | null): (() => void) | undefined => {
    if (layer === null) return undefined;
    layer.batchDraw = () => {
      film.schedule();
      return layer;
    };
    const takeAway = lendCanvas(layer, width, height);
    film.schedule();
    return takeAway;
  };
