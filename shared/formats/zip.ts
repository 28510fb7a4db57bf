import { unzipSync, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { failed, ok, type Result } from '../kernel/result.ts';

export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All entries of a zip have this time: the same content gives the same bytes. */
const zipTime = new Date(1980, 0, 1); // local time, as the format has it
const isSmallAlready = (path: string): boolean => path.startsWith('sources/') || /\.(png|jpe?g|dcm)$/i.test(path);

/** A zip as a stream, one entry in memory at a time. A source that fails fails the stream: nobody takes half a zip for a whole one. */
export function zipStream(entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = entries[Symbol.asyncIterator]();
  let zip: Zip;
  return new ReadableStream({
    start(controller) {
      zip = new Zip((error, chunk, isLast) => {
        if (error !== null) return controller.error(error);
        if (chunk.length > 0) controller.enqueue(new Uint8Array(chunk));
        if (isLast) controller.close();
      });
    },
    async pull() {
      const next = await iterator.next();
      if (next.done === true) return zip.end();
      const file = isSmallAlready(next.value.path) ? new ZipPassThrough(next.value.path) : new ZipDeflate(next.value.path, { level: 6 });
      file.mtime = zipTime;
      zip.add(file);
      file.push(next.value.bytes, true);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

/** Unpacks a zip; refuses what claims to grow beyond `mostBytes` in all, or to lie outside its own folder. */
export function unzip(bytes: Uint8Array, mostBytes: number): Result<ReadonlyMap<string, Uint8Array>, { type: 'BadZip'; message: string }> {
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter: (file) => {
        total += file.originalSize;
        if (total > mostBytes) throw new Error(`it would unpack to more than ${Math.round(mostBytes / 2 ** 20)} MiB`);
        if (file.name.includes('..') || file.name.startsWith('/')) throw new Error(`the path ${file.name.slice(0, 80)} leads out of it`);
        return !file.name.endsWith('/');
      },
    });
    return ok(new Map(Object.entries(files)));
  } catch (error) {
    return failed({ type: 'BadZip', message: error instanceof Error ? error.message : 'it is no zip' });
  }
}
