import { Bucket } from './bucket.ts';
import type { RelayClock } from './clock.ts';
import { relayLimits } from './limits.ts';

/** Sync requests of one member at the rate of WIRE3: of those beyond it the newest is read and answered, as soon as it may be. */
export class Step1s {
  private readonly bucket: Bucket;
  private waiting: Uint8Array | undefined;
  private readonly clock: RelayClock;
  private readonly answer: (stateVector: Uint8Array) => void;

  constructor(clock: RelayClock, answer: (stateVector: Uint8Array) => void) {
    this.bucket = new Bucket(clock, relayLimits.step1Burst, 1000 / relayLimits.step1EveryMs);
    this.clock = clock;
    this.answer = answer;
  }

  ask(stateVector: Uint8Array): void {
    const isFirst = this.waiting === undefined;
    if (isFirst && this.take()) return this.answer(stateVector);
    this.waiting = stateVector.slice(); // a view that is reused
    if (isFirst) this.clock.after(this.bucket.waitMs() + 1, () => this.answerLate());
  }

  /** Takes a request's turn for something else that is asked. */
  take(): boolean {
    return this.bucket.take(1);
  }

  private answerLate(): void {
    const stateVector = this.waiting;
    this.waiting = undefined;
    if (stateVector === undefined) return;
    this.take();
    this.answer(stateVector);
  }
}
