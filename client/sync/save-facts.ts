import { instantOf } from '@consilium/shared/kernel/time.ts';
import { type SaveFacts, type SaveState, saveStateOf } from './save-state.ts';

let facts: SaveFacts = {
  risk: undefined,
  link: { type: 'connecting' },
  unacknowledged: 0,
  unkept: 0,
  submissions: 0,
  isCounted: false,
  acknowledgedAt: undefined,
};
let state: SaveState = saveStateOf(facts);
const listeners = new Set<() => void>();

/** The facts as the socket, the store and the outbox report them; screens read only the state made of them. */
export const saveFacts = {
  report(change: Partial<SaveFacts>): void {
    facts = { ...facts, ...change };
    const next = saveStateOf(facts);
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    for (const listener of listeners) listener();
  },
  facts: (): SaveFacts => facts,
  state: (): SaveState => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const now = (): string => instantOf(Date.now());
