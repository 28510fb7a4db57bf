import type { RelayClock } from './clock.ts';

/** A token bucket: `burst` at once, `perSecond` after that. */
export class Bucket {
  private tokens: number;
  private at: number;
  private readonly burst: number;
  private readonly perSecond: number;
  private readonly clock: RelayClock;

  constructor(clock: RelayClock, burst: number, perSecond: number) {
    this.tokens = burst;
    this.at = clock.now();
    this.burst = burst;
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** Takes `count` if they are there. */
  take(count: number): boolean {
    const now = this.clock.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  /** Milliseconds until one is there. */
  waitMs(): number {
    return this.tokens >= 1 ? 0 : ((1 - this.tokens) / this.perSecond) * 1000;
  }
}
