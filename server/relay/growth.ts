import { relayLimits } from './limits.ts';

/** What a document's log has gained since its last snapshot, and so whether folding it is worth its price (RELAY10). */
export class Growth {
  private updates = 0;
  private bytes = 0;

  constructor(logged: readonly Uint8Array[]) {
    for (const update of logged) this.add(update);
  }

  add(update: Uint8Array): void {
    this.updates++;
    this.bytes += update.length;
  }

  /** A fold has begun. */
  reset(): void {
    this.updates = 0;
    this.bytes = 0;
  }

  /** While people write: as much as the snapshot holds, so that folding costs each update the same, however large the document. */
  isDue(documentBytes: number): boolean {
    if (this.updates <= relayLimits.compactAfterUpdates) return false;
    return 2 * this.bytes >= documentBytes || this.updates > relayLimits.compactAtLatest;
  }

  /** When the document leaves memory: what the log itself calls grown (LOG7). */
  isWorthFolding(): boolean {
    return this.updates > relayLimits.compactAfterUpdates || this.bytes > relayLimits.compactAfterBytes;
  }
}
