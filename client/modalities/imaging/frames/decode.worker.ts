/// <reference lib="webworker" />
import charls from '@cornerstonejs/codec-charls/decodewasm?url';
import turbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjph from '@cornerstonejs/codec-openjph/wasm?url';
import { configureCodecs } from '@consilium/shared/modalities/imaging/decode/codecs.ts';
import type { ImageError, ImageFile } from '@consilium/shared/modalities/imaging/decode/image.ts';
import { parseImage } from '@consilium/shared/modalities/imaging/decode/parse-image.ts';
import type { Result } from '@consilium/shared/kernel/result.ts';
import { paint } from '../draw/lut.ts';
import { lruOf } from './lru.ts';
import type { FrameAnswer, FrameRequest, Look, Painted, ShownFrame } from './shown-frame.ts';
import { toShown } from './to-shown.ts';

const wasm = { charls, 'libjpeg-turbo': turbo, openjpeg, openjph };
configureCodecs({ locate: (name) => wasm[name] });

type Opened = { readonly size: number; readonly image: Result<ImageFile, ImageError> };
const images = lruOf<Opened>(256 * 2 ** 20, ({ size }) => size);

const answer = (message: FrameAnswer, transfer: Transferable[] = []): void => postMessage(message, { transfer });

addEventListener('message', ({ data }: MessageEvent<FrameRequest>) => {
  if (data.type === 'open') images.set(data.source, { size: data.bytes.byteLength, image: parseImage(data.bytes) });
  else if (data.type === 'close') images.drop(data.source);
  else void decode(data);
});

async function decode({ request, source, frame, look }: FrameRequest & { type: 'decode' }): Promise<void> {
  const opened = images.get(source);
  if (!opened) return answer({ type: 'closed', request });
  if (!opened.image.ok) return answer({ type: 'failed', request, message: opened.image.error.message });
  const decoded = await opened.image.value.decodeFrame(frame);
  if (!decoded.ok) return answer({ type: 'failed', request, message: decoded.error.message });
  const shown = toShown(decoded.value, opened.image.value);
  const values = shown.pixels.type === 'grey' ? shown.pixels.values : shown.pixels.rgb;
  // A view into the file itself must be copied: the worker keeps the file.
  const own = values.buffer.byteLength === values.byteLength ? values : values.slice();
  const pixels = shown.pixels.type === 'grey' ? { ...shown.pixels, values: own } : { ...shown.pixels, rgb: own };
  const painted = look && (await paintedIn(shown, look));
  const whole = { ...shown, pixels, ...(painted ? { painted } : {}) } as ShownFrame; // `own` has the type it was sliced from
  answer({ type: 'frame', request, frame: whole }, [own.buffer as ArrayBuffer, ...(painted ? [painted.image] : [])]);
}

/** Nothing where the browser has no room for it: it is painted where it is drawn then. */
async function paintedIn(frame: ShownFrame, { window, isInverted }: Look): Promise<Painted | undefined> {
  const painted = { window: window ?? frame.usual, isInverted };
  try {
    const image = new ImageData(frame.columns, frame.rows);
    paint(frame, painted.window, isInverted, image.data);
    return { ...painted, image: await createImageBitmap(image) };
  } catch {
    return undefined;
  }
}
