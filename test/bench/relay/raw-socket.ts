import { connect, type Socket } from 'node:net';

/**
 * A WebSocket client that does next to nothing, so that the server and not the generator is measured: frames are found in
 * the bytes as they arrive and handed over where they lie.
 */
export class RawSocket {
  onMessage: (bytes: Buffer, start: number, end: number) => void = () => undefined;
  readonly opened: Promise<void>;
  private readonly socket: Socket;
  private rest: Buffer = Buffer.alloc(0);
  private isOpen = false;

  /** @param url `ws://host:port/path?query` */
  constructor(url: string) {
    const { hostname, port, pathname, search } = new URL(url);
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('error', reject);
      this.socket.on('close', () => reject(new Error(`closed before it opened: ${url}`)));
      this.socket.on('data', (chunk) => {
        this.take(chunk);
        if (this.isOpen) resolve();
      });
    });
    this.opened.catch(() => undefined); // who waits for it hears
    this.socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n`,
    );
  }

  private take(chunk: Buffer): void {
    let bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    if (!this.isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return void (this.rest = bytes);
      if (!bytes.subarray(0, 12).equals(switching)) throw new Error(bytes.toString('latin1', 0, end));
      this.isOpen = true;
      bytes = bytes.subarray(end + 4);
    }
    const at = this.frames(bytes);
    this.rest = at === bytes.length ? nothing : bytes.subarray(at);
  }

  /** Hands over every whole frame. @returns where the first unfinished one begins */
  private frames(bytes: Buffer): number {
    let at = 0;
    while (bytes.length - at >= 2) {
      const short = bytes[at + 1]!; // at least two bytes are left
      const header = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length - at < header) break;
      const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
      const end = at + header + size;
      if (end > bytes.length) break;
      if (bytes[at] === 0x82) this.onMessage(bytes, at + header, end);
      else if (bytes[at] === 0x89) this.socket.write(frame(0x8a, bytes.subarray(at + header, end)));
      at = end;
    }
    return at;
  }

  send(payload: Uint8Array): void {
    this.socket.write(frame(0x82, payload));
  }

  end(): void {
    this.socket.destroy();
  }
}

const switching = Buffer.from('HTTP/1.1 101');
const nothing = Buffer.alloc(0);

/** A client's frame under the mask 0, which leaves the bytes as they are. */
function frame(first: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const header = length < 126 ? 6 : length < 65_536 ? 8 : 14;
  const bytes = Buffer.allocUnsafe(header + length);
  bytes[0] = first;
  bytes[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (header === 8) bytes.writeUInt16BE(length, 2);
  if (header === 14) bytes.writeBigUInt64BE(BigInt(length), 2);
  bytes.fill(0, header - 4, header);
  bytes.set(payload, header);
  return bytes;
}
