import { multiply, scaling } from '../../../canvas/matrix.ts';
import { isPaintedIn, type ShownFrame, type Window } from '../frames/shown-frame.ts';
import { fitPixels, type ImageLayer, pixelRatio } from './image-layer.ts';
import { paint } from './lut.ts';

/** A lookup table on the processor and the browser's own scaling: no graphics card needed, the same picture on every machine. */
export function openLutLayer(canvas: HTMLCanvasElement): ImageLayer {
  const context = canvas.getContext('2d', { alpha: false });
  const painted = document.createElement('canvas');
  let last: { frame: ShownFrame; window: Window; isInverted: boolean } | undefined;
  const blacken = (): void => {
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.fillRect(0, 0, canvas.width, canvas.height);
  };
  const clear = (): void => {
    blacken();
    last = undefined;
    painted.width = 0;
  };
  return {
    by: 'canvas',
    clear,
    close: () => undefined,
    draw: ({ frame, matrix, window, isInverted, isSmooth }) => {
      if (!context) return;
      fitPixels(canvas, pixelRatio());
      const isReady = isPaintedIn(frame.painted, window, isInverted);
      const isSame = last?.frame === frame && last.window.center === window.center && last.window.width === window.width && last.isInverted === isInverted;
      if (!isReady && !isSame) {
        repaint(painted, frame, window, isInverted);
        last = { frame, window, isInverted };
      }
      blacken();
      const ratio = canvas.width / Math.max(1, canvas.clientWidth);
      const [a, b, c, d, e, f] = multiply(scaling(ratio, ratio), matrix);
      context.setTransform(a, b, c, d, e, f);
      context.imageSmoothingEnabled = isSmooth;
      context.imageSmoothingQuality = 'medium';
      context.drawImage(isReady ? frame.painted.image : painted, 0, 0);
    },
  };
}

function repaint(canvas: HTMLCanvasElement, frame: ShownFrame, window: Window, isInverted: boolean): void {
  if (canvas.width !== frame.columns || canvas.height !== frame.rows) {
    canvas.width = frame.columns;
    canvas.height = frame.rows;
  }
  const context = canvas.getContext('2d');
  const image = context?.createImageData(frame.columns, frame.rows);
  if (!context || !image) return;
  paint(frame, window, isInverted, image.data);
  context.putImageData(image, 0, 0);
}
