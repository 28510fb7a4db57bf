import { ok } from '@consilium/shared/kernel/result.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Decoder } from './decoder.ts';
import type { FrameAnswer, FrameRequest, ShownFrame } from './shown-frame.ts';

const frameOf = (bytes: number): ShownFrame => ({ rows: 1, columns: bytes, pixels: { type: 'grey', values: new Uint8Array(bytes) }, slope: 1, intercept: 0, isInverted: false, usual: { center: 1, width: 2 }, warnings: [] });

/** Answers at once, as the worker does that has opened what it is asked for. */
class FakeWorker {
  readonly asked: string[] = [];
  readonly opened = new Set<string>();
  isTerminated = false;
  #listener: (event: MessageEvent<FrameAnswer>) => void = () => undefined;
  postMessage(request: FrameRequest): void {
    this.asked.push(request.type === 'decode' ? `decode ${request.source}/${request.frame}` : `${request.type} ${request.source}`);
    if (request.type === 'open') this.opened.add(request.source);
    if (request.type === 'close') this.opened.delete(request.source);
    if (request.type !== 'decode') return;
    const answer: FrameAnswer = this.opened.has(request.source) ? { type: 'frame', request: request.request, frame: frameOf(10) } : { type: 'closed', request: request.request };
    queueMicrotask(() => this.#listener({ data: answer } as MessageEvent<FrameAnswer>)); // only its data is read
  }
  addEventListener(type: string, listener: never): void {
    if (type === 'message') this.#listener = listener;
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

let workers: FakeWorker[] = [];
const newDecoder = (mostBytes = 1_000): Decoder => {
  const startWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  return new Decoder({ startWorker, mostBytes, lingerMs: 100, idleMs: 1_000 });
};
const bytesOf = async () => ok(new Uint8Array(1));

describe('one decoder for all cases', () => {
  beforeEach(() => {
    workers = [];
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('[OPEN3] three cases are decoded by one worker, each frame once', async () => {
    const decoder = newDecoder();
    for (const source of ['a', 'b', 'c']) {
      const store = decoder.open([source], bytesOf);
      const release = store.hold();
      await Promise.all([store.load(source, 0), store.load(source, 0)]);
      await store.load(source, 0);
      release();
    }
    expect(workers).toHaveLength(1);
    expect(workers[0]?.asked).toEqual(['open a', 'decode a/0', 'open b', 'decode b/0', 'open c', 'decode c/0']);
  });

  it('[OPEN4] what was made ready is there at once for who opens it, also after it was let go a moment ago', async () => {
    const decoder = newDecoder();
    const prepared = decoder.open(['a'], bytesOf);
    const release = prepared.hold();
    await prepared.load('a', 0);
    release();
    const shown = decoder.open(['a'], bytesOf);
    expect(shown.ready('a', 0)).toBeDefined();
    shown.hold();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown.ready('a', 0)).toBeDefined();
    expect(workers[0]?.asked).not.toContain('close a');
  });

  it('[OPEN5] pixels and file of a case that nobody looks at are let go, and come again when it is opened; with no case at all the worker ends', async () => {
    const decoder = newDecoder();
    const store = decoder.open(['a'], bytesOf);
    const release = store.hold();
    await store.load('a', 0);
    release();
    await vi.advanceTimersByTimeAsync(200);
    expect(store.ready('a', 0)).toBeUndefined();
    expect(workers[0]?.asked.at(-1)).toBe('close a');
    const again = store.hold();
    expect((await store.load('a', 0)).ok).toBe(true);
    expect(workers).toHaveLength(1);
    again();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(workers[0]?.isTerminated).toBe(true);
    store.hold();
    expect((await store.load('a', 0)).ok).toBe(true);
    expect(workers).toHaveLength(2);
  });

  it('[OPEN5] all cases together keep no more pixels than one bound', async () => {
    const decoder = newDecoder(25);
    const stores = ['a', 'b', 'c'].map((source) => ({ source, store: decoder.open([source], bytesOf) }));
    for (const { source, store } of stores) {
      store.hold();
      await store.load(source, 0);
    }
    expect(stores.map(({ source, store }) => store.ready(source, 0) !== undefined)).toEqual([false, true, true]);
  });
});
