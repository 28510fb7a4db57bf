import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { type SourceProgress, sourceBytes } from '../../../sync/sources.ts';
import { Decoder, type FrameStore } from './decoder.ts';

/** One worker for the tab; the last 384 MB of pixels stay here. */
const decoder = new Decoder({
  startWorker: () => new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' }),
  mostBytes: 384 * 2 ** 20,
  lingerMs: 2_000,
  idleMs: 60_000,
});

/** The pictures of an item. @param onProgress in bytes, while its source is downloaded */
export const openFrameStore = (item: Item, onProgress?: SourceProgress): FrameStore =>
  decoder.open(item.sources.map(({ sha256 }) => sha256), (source) => sourceBytes(item.id, source, onProgress));
