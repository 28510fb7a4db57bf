/** Grey stored values as a texture holds them, or finished colour. */
export type Pixels =
  | { readonly type: 'grey'; readonly values: Uint8Array | Uint16Array | Int16Array | Float32Array }
  | { readonly type: 'colour'; readonly rgb: Uint8Array };

/** What a layer draws. Grey: value = stored * slope + intercept; windows are in values. */
export interface ShownFrame {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Pixels;
  readonly slope: number;
  readonly intercept: number;
  /** MONOCHROME1: the least value is white */
  readonly isInverted: boolean;
  /** between the 1st and the 99th percentile of the values: a window for pictures whose header has none */
  readonly usual: Window;
  /** what the reader must know of this picture, in words */
  readonly warnings: readonly string[];
  /** the same picture in finished colours, where that was asked for */
  readonly painted?: Painted;
}

/** How the values become colours. `null`: the usual window. */
export interface Look {
  readonly window: Window | null;
  readonly isInverted: boolean;
}

export interface Painted extends Look {
  readonly window: Window;
  readonly image: ImageBitmap;
}

/** Grey values from `center - width / 2` (black) to `center + width / 2` (white). */
export interface Window {
  readonly center: number;
  readonly width: number;
}

export type FrameRequest =
  | { readonly type: 'open'; readonly source: string; readonly bytes: Uint8Array }
  /** nobody looks at it any more */
  | { readonly type: 'close'; readonly source: string }
  | { readonly type: 'decode'; readonly request: number; readonly source: string; readonly frame: number; readonly look?: Look | undefined };

export type FrameAnswer =
  | { readonly type: 'frame'; readonly request: number; readonly frame: ShownFrame }
  /** the worker has let go of the source: open it again and ask once more */
  | { readonly type: 'closed'; readonly request: number }
  | { readonly type: 'failed'; readonly request: number; readonly message: string };

export const bytesOf = ({ pixels, painted }: ShownFrame): number =>
  (pixels.type === 'grey' ? pixels.values.byteLength : pixels.rgb.byteLength) + (painted ? painted.image.width * painted.image.height * 4 : 0);

/** Whether the painted picture is that of this window. */
export const isPaintedIn = (painted: Painted | undefined, window: Window, isInverted: boolean): painted is Painted =>
  painted !== undefined && painted.window.center === window.center && painted.window.width === window.width && painted.isInverted === isInverted;

/** The grey value at a pixel, or `[red, green, blue]`; `undefined` outside. */
export function valueAt({ pixels, rows, columns, slope, intercept }: ShownFrame, x: number, y: number): number | readonly number[] | undefined {
  if (x < 0 || y < 0 || x >= columns || y >= rows) return undefined;
  const index = Math.floor(y) * columns + Math.floor(x);
  if (pixels.type === 'colour') return [...pixels.rgb.subarray(index * 3, index * 3 + 3)];
  const stored = pixels.values[index];
  return stored === undefined ? undefined : stored * slope + intercept;
}
