import { now, saveFacts } from './save-facts.ts';
import type { DeviceDatabase } from './store/database.ts';
import { waitingByDocument } from './store/stored-document.ts';
import { untilRead } from './store/until-read.ts';

/** Changes that no server has called durable, over all documents of this person on this device, open or not. */
export class WaitingCount {
  readonly #byDocument = new Map<string, number>();
  readonly #unkept = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #database: DeviceDatabase;
  /** what earlier visits left is counted */
  readonly loaded: Promise<void>;

  constructor(database: DeviceDatabase) {
    this.#database = database;
    this.loaded = untilRead(database, () => waitingByDocument(database), 30_000).then((stored = new Map()) => {
      for (const [document, edits] of stored)
        if (!this.#byDocument.has(document)) this.#byDocument.set(document, edits);
      this.#report(false);
    });
  }

  /** Counts anew what other tabs wrote and sent meanwhile; documents open here count for themselves. @throws where the store cannot be read */
  async lookAgain(isOpen: (document: string) => boolean): Promise<void> {
    const stored = await waitingByDocument(this.#database);
    for (const document of new Set([...this.#byDocument.keys(), ...stored.keys()]))
      if (!isOpen(document)) this.set(document, stored.get(document) ?? 0, 0);
  }

  /** @param unkept how many of them this device has not written down yet */
  set(document: string, edits: number, unkept: number): void {
    const isLess = edits < (this.#byDocument.get(document) ?? 0);
    if (this.#byDocument.get(document) === edits && (this.#unkept.get(document) ?? 0) === unkept) return;
    this.#byDocument.set(document, edits);
    this.#unkept.set(document, unkept);
    this.#report(isLess);
  }

  /** What was kept of documents that are not open is gone. @returns how many changes that were */
  forgetAllBut(isOpen: (document: string) => boolean): number {
    const gone = this.documents().filter((document) => !isOpen(document));
    const edits = gone.reduce((sum, document) => sum + this.of(document), 0);
    for (const document of gone) this.set(document, 0, 0);
    return edits;
  }

  of(document: string): number {
    return this.#byDocument.get(document) ?? 0;
  }

  /** How many of them this device has not written down yet. */
  unkeptOf(document: string): number {
    return this.#unkept.get(document) ?? 0;
  }

  documents(): readonly string[] {
    return [...this.#byDocument].filter(([, edits]) => edits > 0).map(([document]) => document);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #report(isAcknowledged: boolean): void {
    const unacknowledged = sumOf(this.#byDocument);
    saveFacts.report({ unacknowledged, unkept: sumOf(this.#unkept), ...(isAcknowledged ? { acknowledgedAt: now() } : {}) });
    for (const listener of this.#listeners) listener();
  }
}

const sumOf = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0);
