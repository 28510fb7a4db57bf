import {
  type Control,
  controlChannel,
  decodeControl,
  encodeControl,
  maxChannels,
  splitChannel,
  withChannel,
} from '@consilium/shared/wire/channels.ts';
import { closeCode, tooOld } from '@consilium/shared/wire/close-codes.ts';
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
  /** somebody looks at it now */
  hurry(): void;
  close(): void;
}

interface Place {
  readonly document: string;
  readonly listener: ChannelListener;
  state: 'waiting' | 'asked' | 'open' | 'refused';
  /** nobody looks at it: it leaves room for what somebody opens */
  isBehind: boolean;
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
const keptForPeople = 64;

/** One WebSocket for all documents of this tab. Comes back by itself within a second of the link, at once on `online`. */
export class SharedSocket {
  readonly #options: SocketOptions;
  readonly #channels = new Map<number, Place>();
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
    addEventListener('offline', () => this.#socket && this.#giveUp());
    window.addEventListener('pageshow', (event) => event.persisted && this.connectNow());
    this.#connect();
  }

  /**
   * Opens a document's channel now, or when the link is next up, or when there is room for it: a relay closes a link that asks for too many.
   * @param isBehind nobody looks at it (yet)
   */
  open(document: string, listener: ChannelListener, isBehind = false): Channel {
    const channel = this.#nextChannel++;
    const place: Place = { document, listener, state: 'waiting', isBehind };
    this.#channels.set(channel, place);
    this.#askInTurn();
    return {
      send: (frame) => this.#send(withChannel(channel, encodeFrame(frame))),
      reopen: () => {
        if (place.state === 'refused') place.state = 'waiting'; // else the link was down meanwhile, and it is asked for already
        this.#askInTurn();
      },
      hurry: () => {
        place.isBehind = false;
        this.#askInTurn();
      },
      close: () => {
        this.#channels.delete(channel);
        if (place.state === 'asked' || place.state === 'open') this.#sendControl({ type: 'close', channel });
        this.#askInTurn();
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
    if (this.#socket) this.#giveUp(); // it still waits for the other side
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
    const isCurrent = (): boolean => this.#socket === socket;
    socket.onopen = () => isCurrent() && this.#opened();
    socket.onmessage = ({ data }) => isCurrent() && data instanceof ArrayBuffer && this.#received(new Uint8Array(data));
    socket.onclose = ({ code }) => isCurrent() && this.#closed(code);
  }

  #opened(): void {
    this.#failures = 0;
    clearTimeout(this.#slow);
    this.#options.onLink({ type: 'open' });
    this.#askInTurn();
    this.#listenForSilence();
  }

  /** Asks for what waits, as far as there is room: first what somebody looks at, the newest before the others. */
  #askInTurn(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const places = [...this.#channels];
    const waiting = places.filter(([, { state }]) => state === 'waiting').reverse();
    let taken = places.filter(([, { state }]) => state === 'asked' || state === 'open').length;
    for (const isBehind of [false, true])
      for (const [channel, place] of waiting.filter(([, one]) => one.isBehind === isBehind)) {
        if (taken >= maxChannels - (isBehind ? keptForPeople : 0)) break;
        taken += 1;
        place.state = 'asked';
        this.#sendControl({ type: 'open', channel, document: place.document });
      }
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
    if (!frame.ok) return; // unknown frames of a newer relay are left alone
    const place = this.#channels.get(channel);
    if (place?.state === 'open') place.listener.onFrame(frame.value); // what follows a refusal is about nothing any more
  }

  #controlled(control: Control): void {
    const place = this.#channels.get(control.channel);
    if (place === undefined) return;
    if (control.type === 'opened') {
      place.state = 'open';
      place.listener.onOpened();
    }
    if (control.type === 'refused') {
      if (control.reason === tooOld) return this.#giveUp(closeCode.tooOld); // not this document: the whole build
      place.state = 'refused';
      place.listener.onRefused(control.reason);
      this.#askInTurn();
    }
  }

  #closed(code: number): void {
    this.#socket = undefined;
    clearTimeout(this.#watch);
    clearTimeout(this.#slow);
    clearTimeout(this.#retry);
    for (const place of this.#channels.values()) {
      place.state = 'waiting';
      place.listener.onLost();
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
      const asked = [...this.#channels].find(([, { state }]) => state === 'open');
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
  #giveUp(code = 1006): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#closed(code);
  }

  #sendControl(control: Control): void {
    this.#send(encodeControl(control));
  }

  #send(message: Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(new Uint8Array(message));
  }
}
