import { idOfKey, mapOf, roots } from '@consilium/shared/document/roots.ts';
import type * as Y from 'yjs';
import { isOwnEdit } from './origins.ts';

const none: ReadonlySet<string> = new Set();

/** The annotations this person has changed since the server last had everything of the document (WAIT1). */
export class WaitingMarks {
  #ids = none;
  readonly #listeners = new Set<() => void>();

  /** @param applyStored applies to the document what earlier visits left unacknowledged */
  constructor(doc: Y.Doc, applyStored: () => void) {
    let isStored = true;
    mapOf(doc, roots.annotations).observe(({ keysChanged }, { origin }) => {
      if (isStored || isOwnEdit(origin)) this.#add(keysChanged);
    });
    applyStored();
    isStored = false;
  }

  /** By annotation id; the same set until it changes. */
  current = (): ReadonlySet<string> => this.#ids;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The server has called everything durable. */
  clear(): void {
    if (this.#ids.size > 0) this.#set(none);
  }

  #add(keys: Iterable<string>): void {
    const fresh = [...keys].map(idOfKey).filter((id) => !this.#ids.has(id));
    if (fresh.length > 0) this.#set(new Set([...this.#ids, ...fresh]));
  }

  #set(ids: ReadonlySet<string>): void {
    this.#ids = ids;
    for (const listener of this.#listeners) listener();
  }
}
