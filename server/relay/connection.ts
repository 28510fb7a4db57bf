import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import {
  controlChannel,
  decodeControl,
  encodeControl,
  maxChannels,
  splitChannel,
} from '@consilium/shared/wire/channels.ts';
import { closeCode, notFound } from '@consilium/shared/wire/close-codes.ts';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import type { Person } from './authority.ts';
import type { RelayClock } from './clock.ts';
import { relayLimits } from './limits.ts';
import type { Line } from './line.ts';
import type { Membership } from './membership.ts';
import { packMessages } from './ws-frame.ts';

/** What the relay does for a connection that asks for a document; `undefined`: not there, or not theirs. */
export type Admit = (
  connection: Connection,
  document: string,
  channel: number | undefined,
) => Promise<Membership | undefined>;

export interface ConnectionParts {
  readonly clock: RelayClock;
  readonly admit: Admit;
  /** Asks for the grant anew; resolves when the membership has it. */
  readonly askAgain: (membership: Membership) => Promise<void>;
  readonly onClosed: (connection: Connection) => void;
  readonly onError: (error: unknown) => void;
}

type Place =
  | { readonly type: 'opening'; readonly document: string; readonly frames: Uint8Array[]; mayHaveChanged: boolean }
  | { readonly type: 'open'; readonly membership: Membership };

/** One WebSocket: a stock one with a single document, or ours with many. Whatever it sends, only it can come to harm. */
export class Connection implements Line {
  readonly person: Person;
  isBehind = false;
  private readonly websocket: WebSocket;
  private readonly socket: Duplex;
  private readonly isShared: boolean;
  private readonly parts: ConnectionParts;
  private readonly places = new Map<number, Place>(); // a stock socket's only document is at 1
  private outgoing: Buffer[] = [];
  private outgoingBytes = 0;
  private waitingBytes = 0;
  private isAlive = true;
  private isClosed = false;

  /** @param document the stock protocol's one document; `undefined` for a shared socket */
  constructor(
    websocket: WebSocket,
    socket: Duplex,
    person: Person,
    document: string | undefined,
    parts: ConnectionParts,
  ) {
    this.websocket = websocket;
    this.socket = socket;
    this.person = person;
    this.isShared = document === undefined;
    this.parts = parts;
    websocket.on('error', () => this.closed()); // ws closes the socket itself, with 1002 or 1009
    websocket.on('close', () => this.closed());
    websocket.on('pong', () => (this.isAlive = true));
    websocket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    socket.on('drain', () => this.onDrain());
    (socket as Socket).setNoDelay?.(true); // an upgrade's socket is a net.Socket; a simulation's may not be
    if (document !== undefined) this.open(1, document);
  }

  private onMessage(data: unknown, isBinary: boolean): void {
    if (this.isClosed) return;
    this.isAlive = true;
    // ws hands over one Buffer (binaryType 'nodebuffer'); text is never ours.
    if (!isBinary || !(data instanceof Uint8Array)) return this.close(closeCode.malformed, 'text');
    try {
      if (this.isShared) this.onShared(data);
      else this.toPlace(1, data);
    } catch (error) {
      this.fail(error);
    }
  }

  private onShared(data: Uint8Array): void {
    const parts = splitChannel(data);
    if (!parts.ok) return this.close(closeCode.malformed, parts.error.reason);
    const [channel, bytes] = parts.value;
    if (channel !== controlChannel) return this.toPlace(channel, bytes);
    const control = decodeControl(bytes);
    if (!control.ok) return this.close(closeCode.malformed, control.error.reason);
    if (control.value.type === 'open') this.open(control.value.channel, control.value.document);
    else if (control.value.type === 'close') this.leave(control.value.channel);
    else this.close(closeCode.malformed, 'not a message for a server');
  }

  /** Frames for a channel that is not open are left: it may just have been closed from this side. */
  private toPlace(channel: number, bytes: Uint8Array): void {
    const place = this.places.get(channel);
    if (place?.type === 'open') return place.membership.receive(bytes);
    if (place === undefined) return;
    place.frames.push(bytes.slice());
    this.addWaiting(bytes.length);
  }

  private open(channel: number, document: string): void {
    if (this.places.has(channel) || channel === controlChannel || this.places.size >= maxChannels) {
      return this.close(closeCode.malformed, 'channel');
    }
    const place: Place = { type: 'opening', document, frames: [], mayHaveChanged: false };
    this.places.set(channel, place);
    this.parts.admit(this, document, this.isShared ? channel : undefined).then(
      (membership) => this.opened(channel, place, membership),
      (error: unknown) => this.fail(error),
    );
  }

  private opened(channel: number, place: Place & { type: 'opening' }, membership: Membership | undefined): void {
    const isWanted = this.places.get(channel) === place && !this.isClosed;
    if (isWanted && membership !== undefined && place.mayHaveChanged) return this.askFirst(channel, place, membership);
    for (const frame of place.frames) this.addWaiting(-frame.length);
    if (!isWanted) return membership?.stop();
    if (membership === undefined) return this.refuse(channel, closeCode.forbidden, notFound);
    this.places.set(channel, { type: 'open', membership });
    if (this.isShared) this.write(packMessages([encodeControl({ type: 'opened', channel })], undefined));
    membership.start();
    for (const frame of place.frames) membership.receive(frame);
  }

  /** Rights changed while the document was loaded: the answer to that question is not believed, nor the next where they change again (RELAY17). */
  private askFirst(channel: number, place: Place & { type: 'opening' }, membership: Membership): void {
    place.mayHaveChanged = false;
    void this.parts.askAgain(membership).then(() => {
      if (!membership.grant.mayRead) membership.stop();
      this.opened(channel, place, membership.grant.mayRead ? membership : undefined);
    });
  }

  private leave(channel: number): void {
    const place = this.places.get(channel);
    this.places.delete(channel);
    if (place?.type === 'open') place.membership.stop();
  }

  /** Ends one document: the channel of a shared socket, the whole of a stock one. */
  endMembership(membership: Membership, code: number, reason: string): void {
    for (const [channel, place] of this.places) {
      if (place.type === 'open' && place.membership === membership) this.refuse(channel, code, reason);
    }
  }

  private refuse(channel: number, code: number, reason: string): void {
    this.leave(channel);
    if (this.isShared) {
      this.write(packMessages([encodeControl({ type: 'refused', channel, reason })], undefined));
      return;
    }
    this.write(packMessages([encodeFrame({ type: 'denied', reason })], undefined));
    this.close(code, reason);
  }

  /** Those whose grant for a document may have changed, or for any; who is still opening one asks again by itself. */
  concerned(document: string | undefined): Membership[] {
    for (const place of this.places.values()) {
      if (place.type === 'opening' && (document ?? place.document) === place.document) place.mayHaveChanged = true;
    }
    return this.memberships().filter((membership) => (document ?? membership.document) === membership.document);
  }

  private memberships(): Membership[] {
    return [...this.places.values()].flatMap((place) => (place.type === 'open' ? [place.membership] : []));
  }

  /** Writes in one go with whatever else this turn of the event loop brings. */
  write(packed: Buffer): void {
    if (this.isClosed) return;
    this.outgoing.push(packed);
    this.outgoingBytes += packed.length;
    if (this.outgoing.length === 1) queueMicrotask(() => this.flush());
    const waitingBytes = this.outgoingBytes + this.socket.writableLength;
    if (!this.isBehind && waitingBytes > relayLimits.behindBytes) this.fallBehind();
  }

  private flush(): void {
    const outgoing = this.outgoing;
    this.outgoing = [];
    this.outgoingBytes = 0;
    if (this.isClosed || outgoing.length === 0 || !this.socket.writable) return;
    const [first] = outgoing;
    this.socket.write(outgoing.length === 1 && first !== undefined ? first : Buffer.concat(outgoing));
  }

  private fallBehind(): void {
    this.isBehind = true;
    this.parts.clock.after(relayLimits.behindMs, () => {
      if (this.isBehind) this.close(closeCode.slowReader, 'too slow a reader');
    });
  }

  private onDrain(): void {
    if (!this.isBehind || this.isClosed) return;
    this.isBehind = false;
    for (const membership of this.memberships()) membership.resume();
  }

  /** Bytes kept because something before them is not settled yet; beyond the bound the socket is not read (RELAY3). */
  addWaiting(bytes: number): void {
    this.waitingBytes += bytes;
    if (this.waitingBytes > relayLimits.waitingBytes) this.close(closeCode.tooMuch, 'too much at once');
  }

  /** Ends the connection unless it has answered since the last call. */
  ping(): void {
    if (this.isClosed) return;
    if (!this.isAlive) return this.websocket.terminate();
    this.isAlive = false;
    this.websocket.ping();
  }

  /** Something broke that is not the client's fault: it may come back. */
  fail(error: unknown): void {
    this.parts.onError(error);
    this.close(closeCode.tryAgain, 'try again');
  }

  close(code: number, reason: string): void {
    if (this.isClosed) return;
    this.flush();
    if (this.isBehind)
      this.websocket.terminate(); // a close frame would wait behind what it does not read
    else this.websocket.close(code, reason);
    this.closed();
  }

  private closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.outgoing = [];
    for (const channel of [...this.places.keys()]) this.leave(channel);
    this.parts.onClosed(this);
  }
}
