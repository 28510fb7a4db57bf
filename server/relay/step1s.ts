import { Bucket } from './bucket.ts';
import type { RelayClock } from './clock.ts';
import { relayLimits } from './limits.ts';

type State = ReadonlyMap<number, number>;

/** Sync requests of one member at the rate of WIRE3: of those beyond it the newest is answered, as soon as it may be. */
export class Step1s {
  private readonly bucket: Bucket;
  private waiting: State | undefined;
  private readonly clock: RelayClock;
  private readonly answer: (state: State) => void;

  constructor(clock: RelayClock, answer: (state: State) => void) {
    this.bucket = new Bucket(clock, relayLimits.step1Burst, 1000 / relayLimits.step1EveryMs);
    this.clock = clock;
    this.answer = answer;
  }

  ask(state: State): void {
    const isFirst = this.waiting === undefined;
    if (isFirst && this.take()) return this.answer(state);
    this.waiting = state;
    if (isFirst) this.clock.after(this.bucket.waitMs() + 1, () => this.answerLate());
  }

  /** Takes a request's turn for something else that is asked. */
  take(): boolean {
    return this.bucket.take(1);
  }

  private answerLate(): void {
    const state = this.waiting;
    this.waiting = undefined;
    if (state === undefined) return;
    this.take();
    this.answer(state);
  }
}
