import {
  type Control,
  controlChannel,
  decodeControl,
  encodeControl,
  splitChannel,
  withChannel,
} from '@consilium/shared/wire/channels.ts';
import { closeCode } from '@consilium/shared/wire/close-codes.ts';
import { decodeFrame, encodeFrame, type Frame } from '@consilium/shared/wire/frames.ts';

/** What a channel's owner hears. */
export interface ChannelListener {
  onOpened(): void;
  onFrame(frame: Frame): void;
  /** not there, or not (any more) this person's */
  onRefused(reason: string): void;
  /** the link went down; `onOpened` comes again by itself */
  onLost(): void;
}

export interface Channel {
  send(frame: Frame): void;
  /** asks the relay for this document anew */
  reopen(): void;
  close(): void;
}

export type LinkState =
  | { readonly type: 'connecting' | 'open' | 'down' }
  | { readonly type: 'ended'; readonly why: 'signed out' | 'too old' };

export interface SocketOptions {
  readonly address: string;
  readonly onLink: (state: LinkState) => void;
  readonly random: () => number;
}

const quietMs = 15_000;
const answerMs = 8_000;
const slowMs = 1_500;

/** One WebSocket for all documents of this tab. Comes back by itself within a second of the link, at once on `online`. */
export class SharedSocket {
  readonly #options: SocketOptions;
  readonly #channels = new Map<
    number,
    { readonly document: string; readonly listener: ChannelListener; isOpen: boolean }
  >();
  #socket: WebSocket | undefined;
  #nextChannel = 1;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #isEnded = false;

  constructor(options: SocketOptions) {
    this.#options = options;
    addEventListener('online', () => this.connectNow());
    addEventListener('offline', () => this.#socket?.close());
    window.addEventListener('pageshow', (event) => event.persisted && this.connectNow());
    this.#connect();
  }

  /** Opens a document's channel now or when the link is next up. */
  open(document: string, listener: ChannelListener): Channel {
    const channel = this.#nextChannel++;
    this.#channels.set(channel, { document, listener, isOpen: false });
    const ask = () => this.#sendControl({ type: 'open', channel, document });
    ask();
    return {
      send: (frame) => this.#send(withChannel(channel, encodeFrame(frame))),
      reopen: ask,
      close: () => {
        this.#channels.delete(channel);
        this.#sendControl({ type: 'close', channel });
      },
    };
  }

  connectNow(): void {
    if (
      this.#isEnded ||
      this.#socket?.readyState === WebSocket.OPEN ||
      this.#socket?.readyState === WebSocket.CONNECTING
    )
      return;
    this.#failures = 0;
    this.#connect();
  }

  /** Ends for good: at sign-out. */
  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#slow);
    if (this.#isEnded) return;
    if (this.#failures === 0) this.#options.onLink({ type: 'connecting' });
    this.#slow = setTimeout(
      () => this.#socket?.readyState !== WebSocket.OPEN && this.#options.onLink({ type: 'down' }),
      slowMs,
    );
    const socket = new WebSocket(this.#options.address);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => data instanceof ArrayBuffer && this.#received(new Uint8Array(data));
    socket.onclose = ({ code }) => this.#socket === socket && this.#closed(code);
  }

  #opened(): void {
    this.#failures = 0;
    clearTimeout(this.#slow);
    this.#options.onLink({ type: 'open' });
    for (const [channel, { document }] of this.#channels) this.#sendControl({ type: 'open', channel, document });
    this.#listenForSilence();
  }

  #received(message: Uint8Array): void {
    this.#listenForSilence();
    const split = splitChannel(message);
    if (!split.ok) return this.#socket?.close();
    const [channel, bytes] = split.value;
    if (channel === controlChannel) {
      const control = decodeControl(bytes);
      if (control.ok) this.#controlled(control.value);
      return;
    }
    const frame = decodeFrame(bytes, 'server');
    if (frame.ok) this.#channels.get(channel)?.listener.onFrame(frame.value); // unknown frames of a newer relay are left alone
  }

  #controlled(control: Control): void {
    const channel = this.#channels.get(control.channel);
    if (channel === undefined) return;
    if (control.type === 'opened') {
      channel.isOpen = true;
      channel.listener.onOpened();
    }
    if (control.type === 'refused') {
      channel.isOpen = false;
      channel.listener.onRefused(control.reason);
    }
  }

  #closed(code: number): void {
    clearTimeout(this.#watch);
    clearTimeout(this.#slow);
    for (const channel of this.#channels.values()) {
      channel.isOpen = false;
      channel.listener.onLost();
    }
    if (code === closeCode.signedOut || code === closeCode.tooOld) {
      this.#isEnded = true;
      return this.#options.onLink({ type: 'ended', why: code === closeCode.tooOld ? 'too old' : 'signed out' });
    }
    if (this.#isEnded) return;
    this.#options.onLink({ type: this.#failures === 0 && navigator.onLine ? 'connecting' : 'down' });
    this.#retry = setTimeout(() => this.#connect(), this.#pauseMs(code));
    this.#failures += 1;
  }

  /** At most a second, spread so that a room does not return as one; longer where the relay asked for less. */
  #pauseMs(code: number): number {
    if (code === closeCode.malformed || code === closeCode.tooMuch) return 5_000 + this.#options.random() * 5_000;
    return Math.min(1_000, 80 * 2 ** this.#failures) * (0.5 + this.#options.random() / 2);
  }

  /** A half-open link says nothing: after a quiet while something is asked that the relay always answers. */
  #listenForSilence(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      const asked = [...this.#channels].find(([, { isOpen }]) => isOpen);
      if (asked === undefined) return void this.#askOverHttp();
      this.#send(withChannel(asked[0], encodeFrame({ type: 'step1', stateVector: new Uint8Array([0]) })));
      this.#watch = setTimeout(() => this.#giveUp(), answerMs);
    }, quietMs);
  }

  async #askOverHttp(): Promise<void> {
    const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(answerMs) }).catch(
      () => undefined,
    );
    if (answer?.ok) this.#listenForSilence();
    else this.#giveUp();
  }

  /** `close` waits for the other side; the link counts as lost now. */
  #giveUp(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#closed(1006);
  }

  #sendControl(control: Control): void {
    this.#send(encodeControl(control));
  }

  #send(message: Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(new Uint8Array(message));
  }
}
