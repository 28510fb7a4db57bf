import type { ShownFrame, Window } from '../frames/shown-frame.ts';

/** RGBA of a frame in a window: the same greys as the shader's, rounded to 8 bits. */
export function paint(frame: ShownFrame, window: Window, isInverted: boolean, rgba: Uint8ClampedArray): void {
  const grey = greyOf(frame, window, isInverted);
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength / 4);
  const { pixels } = frame;
  if (pixels.type === 'colour') {
    for (let i = 0, at = 0; i < words.length; i++, at += 3)
      words[i] = 0xff000000 | (grey(pixels.rgb[at + 2] ?? 0) << 16) | (grey(pixels.rgb[at + 1] ?? 0) << 8) | grey(pixels.rgb[at] ?? 0);
    return;
  }
  const { values } = pixels;
  if (values instanceof Float32Array) {
    for (let i = 0; i < values.length; i++) words[i] = 0xff000000 | (grey(values[i] ?? 0) * 0x010101);
    return;
  }
  const lowest = values instanceof Int16Array ? -32768 : 0;
  const table = Uint32Array.from({ length: values instanceof Uint8Array ? 256 : 65_536 }, (_, i) => 0xff000000 | (grey(i + lowest) * 0x010101));
  for (let i = 0; i < values.length; i++) words[i] = table[(values[i] ?? 0) - lowest] ?? 0xff000000;
}

/** Stored value (colour: a sample) to 0..255. */
function greyOf(frame: ShownFrame, window: Window, isInverted: boolean): (stored: number) => number {
  const isColour = frame.pixels.type === 'colour';
  const [slope, intercept] = isColour ? [1, 0] : [frame.slope, frame.intercept];
  const low = window.center - window.width / 2;
  const flips = isInverted !== frame.isInverted;
  return (stored) => {
    const level = Math.min(255, Math.max(0, Math.round(((stored * slope + intercept - low) / window.width) * 255)));
    return flips ? 255 - level : level;
  };
}
