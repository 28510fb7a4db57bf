/** Time and timers as the relay uses them, so that a simulation can own both. */
export interface RelayClock {
  /** milliseconds, any origin, never backwards */
  now(): number;
  /** Calls back once after `ms`; returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once this turn's input has been read: when to write what the turn gathered. */
  atTurnEnd(callback: () => void): void;
}

export const systemClock: RelayClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  atTurnEnd: (callback) => void setImmediate(callback),
};
