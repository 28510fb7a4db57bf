import * as Y from 'yjs';
import type { RelayClock } from './clock.ts';
import { relayLimits } from './limits.ts';

/** A Y.Doc of a room's admitted updates, made when the guard first asks and dropped when it has not asked for a while. */
export class ExactView {
  private doc: Y.Doc | undefined;
  private askedAt = 0;
  private readonly clock: RelayClock;
  private readonly updates: () => readonly Uint8Array[];

  constructor(clock: RelayClock, updates: () => readonly Uint8Array[]) {
    this.clock = clock;
    this.updates = updates;
  }

  get(): Y.Doc {
    this.askedAt = this.clock.now();
    if (this.doc !== undefined) return this.doc;
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const update of this.updates()) Y.applyUpdate(doc, update);
    });
    this.doc = doc;
    this.dropLater(relayLimits.exactIdleMs);
    return doc;
  }

  get isThere(): boolean {
    return this.doc !== undefined;
  }

  /** Keeps up with an update that was just admitted. */
  add(update: Uint8Array): void {
    if (this.doc !== undefined) Y.applyUpdate(this.doc, update);
  }

  drop(): void {
    this.doc?.destroy();
    this.doc = undefined;
  }

  private dropLater(ms: number): void {
    this.clock.after(ms, () => {
      const idleMs = this.clock.now() - this.askedAt;
      if (this.doc === undefined) return;
      if (idleMs >= relayLimits.exactIdleMs) this.drop();
      else this.dropLater(relayLimits.exactIdleMs - idleMs);
    });
  }
}
