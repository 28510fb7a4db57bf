import { decodeFrame, encodeFrame, type Frame, wireVersion } from '@consilium/shared/wire/frames.ts';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

const nothingYet = Y.encodeStateVector(new Y.Doc());

/** Somebody who writes without pause into the root `draft` of a document, over whatever server answers, and notes what was acknowledged. */
export class SteadyWriter {
  readonly acknowledged = new Set<string>();
  readonly doc = new Y.Doc();
  /** what it was refused or told to begin again: none is expected */
  readonly complaints: string[] = [];
  reconnects = -1;
  private readonly urls: readonly string[];
  private readonly cookie: string;
  private socket: WebSocket | undefined;
  private written: string[] = [];
  private sent: number[] = []; // by frame of this connection: how many edits it and those before it carry
  private next = 0;
  private isWriting = true;
  private timer: NodeJS.Timeout;

  /** @param urls `ws://…/sync/<document>` of each server, tried in turn */
  constructor(urls: readonly string[], cookie: string, clientId: number, everyMs = 4) {
    [this.urls, this.cookie, this.doc.clientID, this.next] = [urls, cookie, clientId, clientId];
    this.doc.on('update', (update: Uint8Array, origin: unknown) => origin === this && this.sendEdits({ type: 'update', update }));
    this.connect();
    this.timer = setInterval(() => this.isWriting && this.edit(), everyMs);
  }

  private edit(): void {
    const key = `${this.doc.clientID}/${this.written.length}`;
    this.written.push(key);
    this.doc.transact(() => this.doc.getMap('draft').set(key, key), this);
  }

  private connect(): void {
    this.reconnects++;
    const url = this.urls[this.next++ % this.urls.length]!; // never empty
    const socket = new WebSocket(url, { headers: { cookie: this.cookie } });
    this.socket = socket;
    this.sent = [];
    socket.on('open', () => {
      socket.send(encodeFrame({ type: 'hello', wire: wireVersion, schema: 1, clientId: this.doc.clientID }));
      socket.send(encodeFrame({ type: 'step1', stateVector: Y.encodeStateVector(this.doc) }));
    });
    socket.on('message', (data: Buffer) => socket === this.socket && this.read(new Uint8Array(data)));
    socket.on('error', () => {}); // told by the close that follows
    socket.on('close', () => {
      if (socket !== this.socket || this.timer === undefined) return;
      setTimeout(() => socket === this.socket && this.connect(), 30 + Math.random() * 50);
    });
  }

  private read(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes, 'server');
    if (!frame.ok) return void this.complaints.push(frame.error.reason);
    switch (frame.value.type) {
      case 'step1':
        return this.sendEdits({ type: 'step2', update: Y.encodeStateAsUpdate(this.doc, frame.value.stateVector) });
      case 'step2':
      case 'update':
        return Y.applyUpdate(this.doc, frame.value.update, 'server');
      case 'ack': {
        const upTo = this.sent[frame.value.count - 1] ?? 0;
        for (let at = this.acknowledged.size; at < upTo; at++) this.acknowledged.add(this.written[at]!);
        return;
      }
      case 'denied':
        return frame.value.reason === 'try again' ? undefined : void this.complaints.push(`denied: ${frame.value.reason}`); // the server's fault, and it comes back
      case 'rejected':
      case 'reset':
      case 'unwelcome':
        return void this.complaints.push(`${frame.value.type}: ${frame.value.reason}`);
    }
  }

  private sendEdits(frame: Frame): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return; // the step 2 of the next connection brings it
    this.socket.send(encodeFrame(frame));
    this.sent.push(this.written.length);
  }

  /** Writes no more, and waits until all is acknowledged. @throws when that takes longer */
  async finish(milliseconds = 20_000): Promise<void> {
    this.isWriting = false;
    const end = Date.now() + milliseconds;
    while (this.acknowledged.size < this.written.length) {
      if (Date.now() > end) throw new Error(`${this.written.length - this.acknowledged.size} of ${this.written.length} edits were never acknowledged`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  leave(): void {
    clearInterval(this.timer);
    const { socket } = this;
    this.socket = undefined;
    socket?.terminate();
  }
}

/** What a server serves of a document to somebody new, who comes back when told to try again. @throws when that goes on for ten seconds */
export async function served(url: string, cookie: string): Promise<Y.Doc> {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await servedOnce(url, cookie);
    if (answer instanceof Y.Doc) return answer;
    if (Date.now() > end) throw new Error(`${url} was never served: ${answer}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The document, or the words with which the connection ended before it came. */
function servedOnce(url: string, cookie: string): Promise<Y.Doc | string> {
  const doc = new Y.Doc();
  const socket = new WebSocket(url, { headers: { cookie } });
  return new Promise((done) => {
    socket.on('error', (error) => done(error.message));
    setTimeout(() => {
      done('no answer within five seconds');
      socket.terminate();
    }, 5_000).unref();
    socket.on('close', (code, reason) => done(`${code} ${reason}`));
    socket.on('open', () => socket.send(encodeFrame({ type: 'step1', stateVector: nothingYet })));
    socket.on('message', (data: Buffer) => {
      const frame = decodeFrame(new Uint8Array(data), 'server');
      if (!frame.ok || frame.value.type !== 'step2') return;
      Y.applyUpdate(doc, frame.value.update);
      done(doc);
      socket.terminate();
    });
  });
}
