import { useSyncExternalStore } from 'react';
import type { SubmissionRow } from './store/database.ts';

let rows: readonly SubmissionRow[] | undefined;
const listeners = new Set<() => void>();

/** Readings handed in on this device and not yet taken by the server, as the outbox tells them; `undefined` until it has looked. */
export const submissionsHere = {
  current: () => rows,
  set(next: readonly SubmissionRow[]): void {
    rows = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useSubmissionsHere = (): readonly SubmissionRow[] | undefined => useSyncExternalStore(submissionsHere.subscribe, submissionsHere.current);
