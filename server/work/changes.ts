import type { Bus, Change } from '../bus/port.ts';

/** Carries news of changed grants from the work functions to the relays, this process' and all others'; told after the change is committed. */
export interface Changes {
  announce(change: Change): void;
  /** @returns how to stop listening */
  listen(listener: (change: Change) => void): () => void;
  /** Everybody's rights are looked at again: for when others could not be heard. */
  lookAgain(): void;
}

/** @param bus reaches the other relays; when it comes back after a loss, everything is looked at again */
export function makeChanges(bus: Pick<Bus, 'announce' | 'onAnnounced' | 'onReconnect'>): Changes {
  const listeners = new Set<(change: Change) => void>();
  const hear = (change: Change): void => listeners.forEach((listener) => listener(change));
  bus.onAnnounced(hear);
  bus.onReconnect(() => hear({}));
  return {
    announce(change) {
      hear(change);
      bus.announce(change);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lookAgain: () => hear({}),
  };
}
