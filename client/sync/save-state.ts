import type { Instant } from '@consilium/shared/kernel/time.ts';

/**
 * Where the person's work is. `waiting` counts changes (and submissions) the server has not yet called durable; where it is said that
 * they are saved here, those that really are. `isKept`: this device has written down all of it, whatever the server has.
 */
export type SaveState =
  | { readonly type: 'saved here'; readonly waiting: number }
  | { readonly type: 'sending'; readonly waiting: number; readonly isKept: boolean }
  | { readonly type: 'synced'; readonly at: Instant; readonly isKept: boolean }
  | { readonly type: 'offline'; readonly waiting: number; readonly since: Instant }
  | { readonly type: 'at risk'; readonly why: string };

export interface SaveFacts {
  /** why work cannot be kept on this device; `undefined` while it can */
  readonly risk: string | undefined;
  readonly link:
    | { readonly type: 'connecting' }
    | { readonly type: 'open'; readonly since: Instant }
    | { readonly type: 'down'; readonly since: Instant };
  /** local changes that no server has called durable */
  readonly unacknowledged: number;
  /** local changes that are not yet written down on this device; on a fast line some that a server has */
  readonly unkept: number;
  /** submissions made and not yet accepted */
  readonly submissions: number;
  /** what earlier pages and visits left has been looked for and is in the numbers above */
  readonly isCounted: boolean;
  /** when the last change was acknowledged */
  readonly acknowledgedAt: Instant | undefined;
}

/** The one place that decides what a person is told (rules SAVE1-5 in SPEC.md). */
export function saveStateOf(facts: SaveFacts): SaveState {
  const waiting = facts.unacknowledged + facts.submissions;
  if (facts.risk !== undefined) return { type: 'at risk', why: facts.risk };
  const kept = Math.max(0, waiting - facts.unkept);
  const isKept = facts.unkept === 0;
  if (facts.link.type === 'down') return { type: 'offline', waiting: kept, since: facts.link.since };
  if (facts.link.type === 'connecting' || !facts.isCounted) return { type: 'saved here', waiting: kept };
  if (waiting > 0) return { type: 'sending', waiting, isKept };
  const { since } = facts.link;
  return {
    type: 'synced',
    isKept,
    at: facts.acknowledgedAt !== undefined && facts.acknowledgedAt > since ? facts.acknowledgedAt : since,
  };
}

const changes = (n: number): string => (n === 1 ? '1 change' : `${n} changes`);

/** What the status bar says; times as the clock on the wall of this device. */
export function saveStateInWords(state: SaveState, time: (at: Instant) => string): string {
  switch (state.type) {
    case 'saved here':
      return state.waiting === 0
        ? 'Saved on this device'
        : `${changes(state.waiting)} saved on this device, waiting to sync`;
    case 'sending':
      return `Sending ${changes(state.waiting)}`;
    case 'synced':
      return `Synced ${time(state.at)}`;
    case 'offline':
      return state.waiting === 0
        ? `Offline since ${time(state.since)}. Keep working: everything is kept here.`
        : `Offline since ${time(state.since)}. ${changes(state.waiting)} saved on this device, waiting to sync`;
    case 'at risk':
      return `At risk: ${state.why}`;
  }
}
