import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server that can fail as real lines do, below everything that browsers and drivers know of. */
export interface Link {
  readonly url: string;
  readonly port: number;
  /** Breaks every connection and takes no new one, until `mend`. */
  cut(): void;
  mend(): void;
  /**
   * Nothing passes, and nobody is told: connections stay, new ones are taken, and what is sent arrives after `thaw`.
   * @param way `answers`: what is asked still passes
   * @param word from the moment on when somebody sends it, not at once
   */
  freeze(way?: 'both' | 'answers', word?: string): void;
  thaw(): void;
  /** From now on every piece of data waits this long, each way. */
  delay(milliseconds: number): void;
  close(): Promise<void>;
}

/** @param port where the server listens, on this machine, under the name `host` */
export async function openLink(port: number, host = 'localhost'): Promise<Link> {
  const open = new Map<Socket, 'near' | 'far'>();
  const frozen = new Set<'near' | 'far'>();
  let isCut = false;
  let milliseconds = 0;
  let awaited: { readonly way: 'both' | 'answers'; readonly word: string } | undefined;
  const freezeNow = (way: 'both' | 'answers'): void => {
    frozen.add('far');
    if (way === 'both') frozen.add('near');
    for (const [socket, end] of open) if (frozen.has(end)) socket.pause();
  };
  /** Whether what was just sent is held back. */
  const isHeld = (chunk: Buffer, from: Socket): boolean => {
    if (awaited === undefined || open.get(from) !== 'near' || !chunk.includes(awaited.word)) return false;
    const { way } = awaited;
    awaited = undefined;
    freezeNow(way);
    if (way === 'both') from.unshift(chunk);
    return way === 'both';
  };
  const carry = (from: Socket, to: Socket, end: 'near' | 'far'): void => {
    open.set(from, end);
    from.on('data', (chunk: Buffer) => {
      if (isHeld(chunk, from)) return;
      if (milliseconds === 0) to.write(chunk);
      else setTimeout(() => to.writable && to.write(chunk), milliseconds);
    });
    from.on('error', () => to.destroy()); // a broken end breaks the other
    from.on('close', () => {
      open.delete(from);
      to.destroy();
    });
    from.on('end', () => to.end());
    if (frozen.has(end)) from.pause();
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = connect({ port, host, allowHalfOpen: true });
    near.setNoDelay(true);
    far.setNoDelay(true);
    carry(near, far, 'near');
    carry(far, near, 'far');
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo; // listening on TCP, so it is not a pipe's name
  const breakAll = (): void => {
    for (const socket of open.keys()) socket.destroy();
  };
  return {
    url: `http://${host}:${own}`,
    port: own,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    freeze(way = 'both', word) {
      if (word === undefined) freezeNow(way);
      else awaited = { way, word };
    },
    thaw() {
      frozen.clear();
      awaited = undefined;
      for (const socket of open.keys()) socket.resume();
    },
    delay(wanted) {
      milliseconds = wanted;
    },
    async close() {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}
