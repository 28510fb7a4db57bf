import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.map': 'application/json',
};
const isText = /\.(html|js|css|json|svg|webmanifest|txt|map|wasm)$/;

interface Kept {
  readonly plain: Uint8Array;
  readonly gzipped: Uint8Array | undefined;
}

/** Serves the built client: what is named by its content never changes; any other path without a dot is the app itself. */
export function staticFiles(directory: string): (request: Request) => Promise<Response> {
  const kept = new Map<string, Promise<Kept | undefined>>();
  const read = (path: string): Promise<Kept | undefined> => {
    const known = kept.get(path) ?? readOnce(join(directory, path));
    kept.set(path, known);
    void known.then((file) => file === undefined && kept.delete(path)); // a build may bring it
    return known;
  };
  return async (request) => {
    const path = normalize(decodePath(new URL(request.url).pathname));
    if (path.split(sep).includes('..') || path.includes('\0')) return new Response('Not found', { status: 404 });
    const isPage = extname(path) === '';
    const file = await read(isPage ? 'index.html' : path);
    if (file !== undefined) return answer(request, isPage ? '/index.html' : path, file);
    if (!isPage) return new Response('Not found', { status: 404 });
    return new Response('The pages are not built yet. Run “npm run build”, then load this again.', { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/..'; // malformed: refused below
  }
}

async function readOnce(path: string): Promise<Kept | undefined> {
  const plain = await readFile(path).catch(() => undefined); // absent, or a directory: both are no file
  if (plain === undefined) return undefined;
  return { plain: new Uint8Array(plain), gzipped: isText.test(path) ? new Uint8Array(gzipSync(plain)) : undefined };
}

function answer(request: Request, path: string, { plain, gzipped }: Kept): Response {
  const isGzipped = gzipped !== undefined && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const headers = new Headers({
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
  });
  const body = isGzipped ? gzipped : plain;
  headers.set('content-length', String(body.length));
  return new Response(request.method === 'HEAD' ? null : (body as Uint8Array<ArrayBuffer>), { headers }); // read from a file: never shared memory
}
