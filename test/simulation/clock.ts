import type { RelayClock } from '@consilium/server/relay/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that passes only when the simulation says so. */
export class SimulatedClock implements RelayClock {
  private at = 0;
  private timers: Timer[] = [];

  now(): number {
    return this.at;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.at + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  atTurnEnd(callback: () => void): void {
    this.after(0, callback);
  }

  /** Of several for the same moment the first that was set. */
  private earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.timers) if (earliest === undefined || timer.at < earliest.at) earliest = timer;
    return earliest;
  }

  /** Lets milliseconds pass, waiting after each timer for the promises it woke. */
  async pass(ms: number): Promise<void> {
    const until = this.at + ms;
    await settle();
    for (;;) {
      const due = this.earliest();
      if (due === undefined || due.at > until) break;
      this.timers.splice(this.timers.indexOf(due), 1);
      this.at = Math.max(this.at, due.at);
      due.callback();
      await settle();
    }
    this.at = until;
  }
}

/** Lets every promise that can resolve do so: nothing here waits for the outside. */
async function settle(): Promise<void> {
  for (let i = 0; i < 25; i++) await Promise.resolve();
}
