import { openGlLayer } from './gl-layer.ts';
import type { ImageLayer } from './image-layer.ts';
import { openLutLayer } from './lut-layer.ts';

/**
 * WebGL2 where there is a graphics card; a software rasteriser is slower than a lookup table on the processor, so that is used then.
 * @param onLost the context is gone: open another layer on another canvas and draw again
 */
export function openImageLayer(canvas: HTMLCanvasElement, onLost: () => void): ImageLayer {
  return (isCardLikely() ? openGlLayer(canvas, onLost) : undefined) ?? openLutLayer(canvas);
}

/** Where the processor draws, what is decoded is painted by the decoder too. */
export const isDrawnByProcessor = (): boolean => !isCardLikely();

let isCard: boolean | undefined;

/** Asked once, on a canvas of its own: a canvas that gave one context never gives another kind. */
function isCardLikely(): boolean {
  isCard ??= (() => {
    const gl = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true }); // none, and at once, where a processor would play the card
    if (!gl) return false;
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    const renderer = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return !/swiftshader|llvmpipe|software|basic render/i.test(renderer);
  })();
  return isCard;
}
