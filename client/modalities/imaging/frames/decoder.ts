import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { type HeldFrames, heldFrames } from './held-frames.ts';
import type { FrameAnswer, FrameRequest, Look, ShownFrame } from './shown-frame.ts';

/** The pictures of one item, of the one decoder that all items share. */
export interface FrameStore {
  /** The frame if it is decoded: for drawing within the same animation frame. */
  readonly ready: (source: string, frame: number) => ShownFrame | undefined;
  /** One frame is asked for only once at a time. @param look paints it too, for whoever draws on the processor */
  readonly load: (source: string, frame: number, look?: Look) => Promise<Result<ShownFrame, string>>;
  /** What is loaded stays while somebody holds it, and a moment longer, so that the next to show it finds it. */
  readonly hold: () => () => void;
}

export type SourceBytes = (source: string) => Promise<Result<Uint8Array<ArrayBuffer>, { readonly message: string }>>;

/** A worker as far as decoding needs one. */
export interface DecodeWorker {
  postMessage(request: FrameRequest, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FrameAnswer>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  terminate(): void;
}

export interface DecoderOptions {
  readonly startWorker: () => DecodeWorker;
  /** decoded pixels kept here, over all items, bytes */
  readonly mostBytes: number;
  /** what nobody holds any more is let go after so long */
  readonly lingerMs: number;
  /** and the worker itself, when nobody holds anything */
  readonly idleMs: number;
}

type Loaded = Result<ShownFrame, string>;

/** Parses and decodes in one worker, which outlives the items it decodes (rules PIXELS1 and PIXELS2). */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #frames: HeldFrames;
  readonly #underWay = new Map<string, Promise<Loaded>>();
  readonly #opening = new Map<string, Promise<string | undefined>>();
  readonly #waiting = new Map<number, (answer: FrameAnswer) => void>();
  #worker: DecodeWorker | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #holders = 0;
  #requests = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#frames = heldFrames(options.mostBytes, (source) => this.#letGo(source));
  }

  /** @param sources of the item, by which its pictures are held @param sourceBytes asked once for each that is looked at */
  open(sources: readonly string[], sourceBytes: SourceBytes): FrameStore {
    return {
      ready: (source, frame) => this.#frames.get(source, frame),
      load: (source, frame, look) => this.#load(source, frame, sourceBytes, look),
      hold: () => this.#hold(sources),
    };
  }

  #hold(sources: readonly string[]): () => void {
    this.#holders += 1;
    clearTimeout(this.#idle);
    this.#frames.hold(sources);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      setTimeout(() => this.#release(sources), this.#options.lingerMs);
    };
  }

  #release(sources: readonly string[]): void {
    this.#frames.release(sources);
    this.#holders -= 1;
    if (this.#holders > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#stop(), this.#options.idleMs);
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#opening.clear();
    this.#failAll('The picture was closed.');
  }

  #letGo(source: string): void {
    this.#opening.delete(source);
    this.#worker?.postMessage({ type: 'close', source });
  }

  #load(source: string, frame: number, sourceBytes: SourceBytes, look: Look | undefined): Promise<Loaded> {
    const there = this.#frames.get(source, frame);
    if (there) return Promise.resolve(ok(there));
    const key = `${source}/${frame}`;
    const loading =
      this.#underWay.get(key) ??
      this.#fetch(source, frame, sourceBytes, look)
        .then((result) => {
          if (result.ok) this.#frames.set(source, frame, result.value);
          return result;
        })
        .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, loading);
    return loading;
  }

  async #fetch(source: string, frame: number, sourceBytes: SourceBytes, look: Look | undefined): Promise<Loaded> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const first = this.#opening.get(source) ?? this.#open(source, sourceBytes);
      this.#opening.set(source, first);
      const problem = await first;
      if (problem !== undefined) {
        this.#opening.delete(source);
        return failed(problem);
      }
      const answer = await this.#decode(source, frame, look);
      if (answer.type === 'frame') return ok(answer.frame);
      if (answer.type === 'failed') return failed(answer.message);
      this.#opening.delete(source);
    }
    return failed('This picture is too large to be kept open in this browser.');
  }

  /** What went wrong, or nothing. */
  async #open(source: string, sourceBytes: SourceBytes): Promise<string | undefined> {
    this.#running(); // it starts while the bytes are read
    const bytes = await sourceBytes(source);
    if (!bytes.ok) return bytes.error.message;
    this.#running().postMessage({ type: 'open', source, bytes: bytes.value }, [bytes.value.buffer]); // nobody here looks at them again
    return undefined;
  }

  #decode(source: string, frame: number, look: Look | undefined): Promise<FrameAnswer> {
    return new Promise((settle) => {
      const request = this.#requests++;
      this.#waiting.set(request, settle);
      this.#running().postMessage({ type: 'decode', request, source, frame, look });
    });
  }

  #running(): DecodeWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#options.startWorker();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      this.#waiting.get(data.request)?.(data);
      this.#waiting.delete(data.request);
    });
    worker.addEventListener('error', ({ message }) => {
      if (this.#worker === worker) this.#worker = undefined; // the next picture tries a new one
      this.#opening.clear();
      this.#failAll(`The decoder stopped: ${message || 'it could not be loaded'}.`);
    });
    return worker;
  }

  #failAll(message: string): void {
    for (const [request, settle] of this.#waiting) settle({ type: 'failed', request, message });
    this.#waiting.clear();
  }
}
