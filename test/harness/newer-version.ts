import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** The same server under an address of its own, which can begin to serve the app as another version. */
export interface Front {
  readonly url: string;
  readonly port: number;
  /** From now on the service worker is another one, with a cache of its own. */
  release(version: string): void;
  close(): Promise<void>;
}

/** @param port where the server listens */
export async function openFront(port: number): Promise<Front> {
  let version: string | undefined;
  const open = new Set<Socket>();
  const server = createServer((asked, answer) => {
    const { host: _, ...headers } = asked.headers;
    const isWorker = asked.url === '/sw.js' && version !== undefined;
    const far = request({ port, host: 'localhost', path: asked.url, method: asked.method, headers: { ...headers, host: asked.headers.host, ...(isWorker ? { 'accept-encoding': 'identity' } : {}) } }, async (got) => {
      if (!isWorker) return void got.pipe(answer.writeHead(got.statusCode ?? 502, got.headers));
      const text = Buffer.concat(await got.toArray()).toString().replace(/const version = '\w+'/, `const version = '${version}'`);
      answer.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' }).end(text);
    });
    far.on('error', () => answer.destroy());
    asked.pipe(far);
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('upgrade', (asked, near: Socket, head: Buffer) => {
    const far = connect({ port, host: 'localhost' }, () => {
      const lines = [`${asked.method} ${asked.url} HTTP/1.1`];
      for (let at = 0; at < asked.rawHeaders.length; at += 2) lines.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`);
      far.write(`${lines.join('\r\n')}\r\n\r\n`);
      far.write(head);
      near.pipe(far).pipe(near);
    });
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo; // listening on TCP, so it is not a pipe's name
  return {
    port: own,
    url: `http://localhost:${own}`,
    release(next) {
      version = next;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
