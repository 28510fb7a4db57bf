import { type DisplayFrame, toDisplay } from '@consilium/shared/modalities/imaging/decode/display.ts';
import type { Frame, ImageFile, StoredValues } from '@consilium/shared/modalities/imaging/decode/image.ts';
import type { Pixels, ShownFrame, Window } from './shown-frame.ts';

/** A decoded frame as the screen needs it. Types that no texture holds exactly become 32-bit floats. */
export function toShown(frame: Frame, image: ImageFile): ShownFrame {
  const display = toDisplay(frame, image);
  const reading = display.type === 'grey' ? { slope: display.slope, intercept: display.intercept, isInverted: display.inverted } : { slope: 1, intercept: 0, isInverted: false };
  const missing = frame.missingBytes > 0 ? [`${frame.missingBytes} bytes of this picture are missing from its file; they are shown as zeros.`] : [];
  return { rows: display.rows, columns: display.columns, pixels: pixelsOf(display), ...reading, usual: usualWindow(display), warnings: [...image.warnings, ...missing] };
}

function pixelsOf(display: DisplayFrame): Pixels {
  return display.type === 'colour' ? { type: 'colour', rgb: display.rgb } : { type: 'grey', values: textureValues(display.values) };
}

function textureValues(values: StoredValues): Uint8Array | Uint16Array | Int16Array | Float32Array {
  if (values instanceof Uint8Array || values instanceof Uint16Array || values instanceof Int16Array || values instanceof Float32Array) return values;
  return values instanceof Int8Array ? Int16Array.from(values) : Float32Array.from(values);
}

/** From the 1st to the 99th percentile of at most about 65,000 values spread over the picture; colour: 0 to 255. */
export function usualWindow(display: DisplayFrame): Window {
  if (display.type === 'colour') return { center: 127.5, width: 255 };
  const { values, slope, intercept } = display;
  const step = Math.max(1, Math.floor(values.length / 65_536));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += step) {
    const value = (values[i] ?? 0) * slope + intercept;
    if (Number.isFinite(value)) sample.push(value);
  }
  sample.sort((a, b) => a - b);
  const low = sample[Math.floor(sample.length * 0.01)] ?? 0;
  const high = sample[Math.ceil(sample.length * 0.99) - 1] ?? 1;
  return { center: (low + high) / 2, width: Math.max(high - low, Number.EPSILON * 16, Math.abs(slope)) };
}
