import type { Instant } from '@consilium/shared/kernel/time.ts';
import * as Y from 'yjs';

/** One admitted update of one document, as the server's log holds it. */
export interface RecordedUpdate {
  readonly document: string;
  readonly at: Instant;
  readonly actor: string;
  readonly update: Uint8Array;
}

/** Documents as they stood at any moment of a session (SESS8). Going on costs what is new; going back begins again. */
export class Replay {
  readonly updates: readonly RecordedUpdate[];
  #docs = new Map<string, Y.Doc>();
  #applied = 0;

  /** @param updates in the order in which the server admitted them */
  constructor(updates: readonly RecordedUpdate[]) {
    this.updates = updates;
  }

  /** Everything up to and including `at`. */
  seek(at: Instant): void {
    const last = this.updates[this.#applied - 1];
    if (last !== undefined && last.at > at) this.#rewind();
    for (
      let next = this.updates[this.#applied];
      next !== undefined && next.at <= at;
      next = this.updates[this.#applied]
    ) {
      Y.applyUpdate(this.doc(next.document), next.update, 'replay');
      this.#applied++;
    }
  }

  /** A document as it stands now; empty before its first update. */
  doc(name: string): Y.Doc {
    const doc = this.#docs.get(name) ?? new Y.Doc();
    this.#docs.set(name, doc);
    return doc;
  }

  #rewind(): void {
    for (const doc of this.#docs.values()) doc.destroy();
    this.#docs = new Map();
    this.#applied = 0;
  }
}

/** A quiet stretch is cut to this length when it is played. */
const longestQuietMs = 4_000;

/**
 * Where playing has come to, all in milliseconds since 1970.
 * @param times moments at which something happened, ascending; stretches without any are passed over
 */
export function playedOn(at: number, byMs: number, times: readonly number[]): number {
  const next = times.find((time) => time > at);
  if (next !== undefined && next - at > longestQuietMs) return next - longestQuietMs + byMs;
  return at + byMs;
}
