import * as Y from 'yjs';
import type { DeviceDatabase } from './database.ts';
import { lastUser } from './last-user.ts';
import { findSentinel } from './sentinel.ts';

/** Why work cannot be kept on this device; `undefined` when it can again. */
export type RiskListener = (why: string | undefined) => void;

interface Waiting {
  readonly document: string;
  readonly updates: Uint8Array[];
  edits: number;
  readonly onKept: ((key: number) => void)[];
  /** the device could not take it; it stays at risk until it has */
  readonly hasFailed: boolean;
}

const slowMs = 800;
const slowInWords = 'this device is slow to keep your work. Stay online, or save a copy of your work.';

/**
 * Writes document updates to this device: what one task makes is merged at its end and goes down in one transaction (rules KEPT1-4).
 * What could not be written stays in memory, is tried again each second, and is told through `onRisk`.
 */
export class DeviceWriter {
  readonly #database: DeviceDatabase;
  readonly #onRisk: RiskListener;
  readonly #onEvicted: () => void;
  #native: IDBDatabase | undefined;
  #sentinel: string | undefined;
  #queue = new Map<string, Waiting>();
  #inFlight = new Set<Promise<void>>();
  #isScheduled = false;
  #isOpening = false;

  /** @param onEvicted told when the browser has emptied the store, before this visit or during it */
  constructor(database: DeviceDatabase, onRisk: RiskListener, onEvicted: () => void) {
    this.#database = database;
    this.#onRisk = onRisk;
    this.#onEvicted = onEvicted;
    void this.#open();
    database.on('close', () => this.#lost('the browser closed the store on this device. Stay online, or save a copy of your work.'));
    database.on('versionchange', () => {
      this.#lost('Consilium was updated in another tab. Reload this one.');
      database.close();
    });
    addEventListener('pagehide', () => this.#flushNow());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.#flushNow());
  }

  /** @param edits how many of this person's changes are in it. @param onKept told the row's key once the device has it */
  write(document: string, update: Uint8Array, edits: number, onKept: (key: number) => void = () => undefined): void {
    const waiting = this.#queue.get(document) ?? { document, updates: [], edits: 0, onKept: [], hasFailed: false };
    waiting.updates.push(update);
    waiting.edits += edits;
    waiting.onKept.push(onKept);
    this.#queue.set(document, waiting);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => this.#flushNow());
  }

  get hasUnkept(): boolean {
    return this.#queue.size > 0 || this.#inFlight.size > 0;
  }

  /** Resolves when all that was written so far is on the device, or has failed and waits for another try. */
  async settled(): Promise<void> {
    this.#flushNow();
    await Promise.all(this.#inFlight);
  }

  /** Forgets what of a document is still to be written; resolves when nothing of it is on its way any more. */
  async drop(document: string): Promise<void> {
    this.#queue.delete(document);
    await Promise.all(this.#inFlight);
    this.#queue.delete(document); // what could not be written has come back
  }

  async #open(): Promise<void> {
    if (this.#isOpening || this.#isSignedOut()) return;
    this.#isOpening = true;
    try {
      await this.#database.open();
      const native = this.#database.backendDB();
      const sentinel = await findSentinel(this.#database, this.#sentinel);
      this.#sentinel = sentinel.value;
      this.#native = native;
      if (sentinel.isAfterEviction) this.#onEvicted();
      this.#tellRisk();
      this.#flushNow();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isOpening = false;
    }
  }

  /** In another tab, which has wiped this store: it is not to come back. */
  #isSignedOut(): boolean {
    return this.#sentinel !== undefined && this.#database.name !== `consilium-${lastUser()}`;
  }

  #lost(why: string): void {
    if (this.#native === undefined) return; // told already
    this.#native = undefined;
    this.#onRisk(why);
    this.#retry();
  }

  /** What was refused once is at risk until it has been taken, whatever else goes in meanwhile. */
  #tellRisk(): void {
    if (![...this.#queue.values()].some(({ hasFailed }) => hasFailed)) this.#onRisk(undefined);
  }

  #flushNow(): void {
    this.#isScheduled = false;
    if (this.#native === undefined || this.#queue.size === 0) return;
    const batch = [...this.#queue.values()];
    this.#queue = new Map();
    const write = this.#writeBatch(this.#native, batch).catch((error: unknown) => {
      this.#putBack(batch);
      this.#failed(error);
    });
    this.#inFlight.add(write);
    const isOwn = batch.some(({ edits }) => edits > 0);
    const slow = setTimeout(() => isOwn && this.#onRisk(slowInWords), slowMs);
    void write.finally(() => {
      clearTimeout(slow);
      this.#inFlight.delete(write);
    });
  }

  /** The transaction is made before anything is awaited, so that it also starts while the page is being left. */
  #writeBatch(native: IDBDatabase, batch: readonly Waiting[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = native.transaction(['updates', 'marks'], 'readwrite');
      const store = transaction.objectStore('updates');
      const sentinel = transaction.objectStore('marks').get('sentinel');
      const adds = batch.map(({ document, updates, edits }) => store.add({ document, bytes: merged(updates), edits }));
      transaction.oncomplete = () => {
        batch.forEach(({ onKept }, at) => {
          for (const kept of onKept) kept(Number(adds[at]?.result));
        });
        this.#tellRisk();
        if (sentinel.result?.value !== this.#sentinel) void this.#open(); // emptied, or emptied and made again by another tab
        resolve();
      };
      transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      transaction.onerror = () => undefined; // an abort follows
      transaction.commit();
    });
  }

  #putBack(batch: readonly Waiting[]): void {
    for (const failed of batch) {
      const later = this.#queue.get(failed.document);
      this.#queue.set(failed.document, {
        document: failed.document,
        updates: [...failed.updates, ...(later?.updates ?? [])],
        edits: failed.edits + (later?.edits ?? 0),
        onKept: [...failed.onKept, ...(later?.onKept ?? [])],
        hasFailed: true,
      });
    }
  }

  #failed(error: unknown): void {
    this.#onRisk(riskInWords(error));
    this.#retry();
  }

  #retry(): void {
    setTimeout(() => (this.#native === undefined ? void this.#open() : this.#flushNow()), 1000);
  }
}

const merged = (updates: readonly Uint8Array[]): Uint8Array =>
  updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdates([...updates]);

/** What went wrong and what a person can do, from the name the browser gives it. */
export function riskInWords(error: unknown): string {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  const inner =
    typeof error === 'object' && error !== null && 'inner' in error && error.inner instanceof Error
      ? error.inner.name
      : '';
  if ([name, inner].includes('QuotaExceededError'))
    return 'this device is full. Free some space, or save a copy of your work.';
  if ([name, inner].some((one) => ['MissingAPIError', 'SecurityError'].includes(one)))
    return 'this browser window keeps nothing (private mode?). Stay online, or save a copy of your work.';
  return 'this device cannot keep your work just now. Stay online, or save a copy of your work.';
}
