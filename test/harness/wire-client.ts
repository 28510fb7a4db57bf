import { WebSocket } from 'ws';
import * as Y from 'yjs';
import {
  encodeControl,
  splitChannel,
  withChannel,
  decodeControl,
  type Control,
} from '@consilium/shared/wire/channels.ts';
import { decodeFrame, encodeFrame, type Frame } from '@consilium/shared/wire/frames.ts';

/** A client that speaks the wire frame by frame, for tests that look at what exactly is said. */
export class WireClient {
  readonly frames: Frame[] = [];
  readonly controls: Control[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly socket: WebSocket;
  private readonly isShared: boolean;
  private readonly watchers = new Set<() => void>();

  constructor(url: string, isShared = false, headers: Readonly<Record<string, string>> = {}) {
    this.isShared = isShared;
    this.socket = new WebSocket(url, { headers });
    this.socket.on('error', () => undefined);
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.tell();
    });
    this.socket.on('message', (data: Buffer) => {
      this.read(new Uint8Array(data));
      this.tell();
    });
  }

  private read(data: Uint8Array): void {
    if (!this.isShared) return this.note(data);
    const parts = splitChannel(data);
    if (!parts.ok) throw new Error('channel');
    if (parts.value[0] !== 0) return this.note(parts.value[1]);
    const control = decodeControl(parts.value[1]);
    if (!control.ok) throw new Error('control');
    this.controls.push(control.value);
  }

  private note(data: Uint8Array): void {
    const frame = decodeFrame(data, 'server');
    if (!frame.ok) throw new Error(`frame: ${frame.error.reason}`);
    this.frames.push(frame.value);
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }

  opened(): Promise<void> {
    if (this.socket.readyState === WebSocket.OPEN) return Promise.resolve();
    return new Promise((resolve) => this.socket.once('open', () => resolve()));
  }

  send(frame: Frame, channel = 1): void {
    const bytes = encodeFrame(frame);
    this.sendBytes(this.isShared ? withChannel(channel, bytes) : bytes);
  }

  control(control: Control): void {
    this.sendBytes(encodeControl(control));
  }

  sendBytes(bytes: Uint8Array | string): void {
    this.socket.send(bytes);
  }

  /** Waits until `find` gives something, looking again after every message. */
  async until<T>(find: (client: WireClient) => T | undefined | false, what = 'something', ms = 4000): Promise<T> {
    const deadline = Date.now() + ms;
    for (;;) {
      const found = find(this);
      if (found !== undefined && found !== false) return found;
      if (Date.now() > deadline)
        throw new Error(
          `waited ${ms} ms for ${what}; have ${this.frames.map(({ type }) => type)} ${JSON.stringify(this.closed)}`,
        );
      await new Promise<void>((resolve) => {
        const done = () => {
          this.watchers.delete(done);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(done, 100);
        this.watchers.add(done);
      });
    }
  }

  frame<Type extends Frame['type']>(type: Type, nth = 0): Promise<Extract<Frame, { type: Type }>> {
    return this.until(() => this.framesOf(type)[nth], type);
  }

  framesOf<Type extends Frame['type']>(type: Type): Extract<Frame, { type: Type }>[] {
    return this.frames.filter((frame): frame is Extract<Frame, { type: Type }> => frame.type === type);
  }

  close(): void {
    this.socket.terminate();
  }
}

export const hello = (clientId: number) => ({ type: 'hello', wire: 1, schema: 1, clientId }) as const;

/** A client on a test relay's socket of one document, welcome under its clientID. */
export async function connect(url: string, document: string, user: string, clientId: number): Promise<WireClient> {
  const client = new WireClient(`${url}/${document}?user=${user}`);
  await client.opened();
  client.send(hello(clientId));
  await client.frame('welcome');
  return client;
}

/** A document and the updates it has produced, in order. */
export function recordedDoc(clientId: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  return { doc, updates };
}

export async function eventually(isTrue: () => boolean, what: string, ms = 4000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
