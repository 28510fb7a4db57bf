import type { Blobs, ByteRange } from '../blobs/port.ts';

/** A blob over HTTP: addressed by its content, so it never changes; one byte range is honoured. `undefined` where there is no such blob. */
export async function answerBlob(blobs: Blobs, sha256: string, request: Headers): Promise<Response | undefined> {
  const info = await blobs.info(sha256);
  if (info === undefined) return undefined;
  const headers = new Headers({
    'content-type': info.mediaType, etag: `"${sha256}"`, 'accept-ranges': 'bytes', 'cache-control': 'private, max-age=31536000, immutable', 'content-disposition': 'attachment',
  });
  if (request.get('if-none-match') === `"${sha256}"`) return new Response(null, { status: 304, headers });
  const range = rangeOf(request.get('range'), info.size);
  if (range === 'unsatisfiable') return new Response(null, { status: 416, headers: { 'content-range': `bytes */${info.size}` } });
  const content = await blobs.get(sha256, range);
  if (content === undefined) return undefined;
  headers.set('content-length', String(content.end - content.start));
  if (range !== undefined) headers.set('content-range', `bytes ${content.start}-${content.end - 1}/${info.size}`);
  return new Response(await begun(content.stream), { status: range === undefined ? 200 : 206, headers });
}

/** The stream once its first bytes are here: what cannot be read at all is a failure that is told, not an answer that breaks off. */
async function begun(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const reader = stream.getReader();
  let next: Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> | undefined = Promise.resolve(await reader.read());
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await (next ?? reader.read());
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** One range of bytes as HTTP writes it (both ends included), here half-open; several, or nonsense, mean the whole (RFC 9110, 14.2). */
function rangeOf(header: string | null, size: number): Required<ByteRange> | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const isSuffix = match[1] === '';
  const start = isSuffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  return start >= size || end <= start ? 'unsatisfiable' : { start, end };
}
