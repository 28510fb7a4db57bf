import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';

/** Shorter than this no eye follows; longer, and the cursor lags behind what its owner says. */
const [shortestMs, longestMs] = [16, 120];

/**
 * A place that is told a few times a second, shown as one that moves: each leg takes as long as the news of it took to come, and ends
 * exactly where it was told. Ours, because perfect-cursors 1.0.5 stops up to a frame short of the last place and stays there.
 */
export class Glide {
  private from: Point;
  private to: Point;
  private startedAt: number;
  private lastsMs = 0;

  /** @param now milliseconds on the clock of all later calls */
  constructor(at: Point, now: number) {
    [this.from, this.to, this.startedAt] = [at, at, now];
  }

  moveTo(to: Point, now: number): void {
    if (to[0] === this.to[0] && to[1] === this.to[1]) return;
    this.from = this.at(now);
    this.to = to;
    this.lastsMs = Math.min(longestMs, Math.max(shortestMs, now - this.startedAt));
    this.startedAt = now;
  }

  at(now: number): Point {
    if (!this.isMoving(now)) return this.to;
    const part = (now - this.startedAt) / this.lastsMs;
    return [this.from[0] + (this.to[0] - this.from[0]) * part, this.from[1] + (this.to[1] - this.from[1]) * part];
  }

  isMoving(now: number): boolean {
    return now < this.startedAt + this.lastsMs;
  }
}
