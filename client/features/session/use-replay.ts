import { millisecondsOf, instantOf } from '@consilium/shared/kernel/time.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { base64ToBytes } from '../../sync/base64.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { playedOn, type RecordedUpdate, Replay } from './replay.ts';
import { eventsOf, type SessionEvent } from './session-events.ts';

export const speeds = [1, 2, 4, 8, 16] as const;
const tickMs = 120;

export interface Replaying {
  readonly events: readonly SessionEvent[];
  /** milliseconds since 1970 of the first and last thing that happened; `undefined` where nothing has */
  readonly span: { readonly start: number; readonly end: number } | undefined;
  /** where the playhead stands; `undefined`: now, live */
  readonly at: number | undefined;
  /** the documents at `at` */
  readonly replay: Replay | undefined;
  readonly isPlaying: boolean;
  readonly speed: number;
  goTo(at: number | undefined): void;
  play(isPlaying: boolean): void;
  setSpeed(speed: number): void;
}

/**
 * The session's record and a playhead over it.
 * @param changes a word that changes whenever something noteworthy happened, so that the record is asked for again
 */
export function useReplay(session: string, changes: string): Replaying {
  const { data, refetch } = useEndpoint(endpoints.timeline, { params: { session } });
  useRefetch(refetch, changes);
  const updates = useMemo(
    () => (data?.updates ?? []).map((one): RecordedUpdate => ({ ...one, update: base64ToBytes(one.update) })),
    [data],
  );
  const events = useMemo(() => eventsOf(updates), [updates]);
  const times = useMemo(() => updates.map((one) => millisecondsOf(one.at)), [updates]);
  const [at, setAt] = useState<number>();
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(4);
  const first = times[0];
  const last = times.at(-1);
  const replay = useMemo(() => new Replay(updates), [updates]);
  const shown = useMemo(() => {
    if (at === undefined) return undefined;
    replay.seek(instantOf(at));
    return replay;
  }, [replay, at]);
  useTicking(isPlaying && at !== undefined, () => {
    const next = playedOn(at ?? 0, tickMs * speed, times);
    if (last === undefined || next >= last) {
      setPlaying(false);
      setAt(last);
    } else setAt(next);
  });
  return {
    events,
    span: first === undefined || last === undefined ? undefined : { start: first, end: last },
    at,
    replay: shown,
    isPlaying,
    speed,
    goTo: (next) => {
      if (next === undefined) setPlaying(false);
      setAt(next);
    },
    play: (next) => {
      if (next && (at === undefined || at === last)) setAt(first);
      setPlaying(next);
    },
    setSpeed,
  };
}

/** Asks again two seconds after the last change. */
function useRefetch(refetch: () => Promise<void>, changes: string): void {
  const newest = useRef(refetch);
  newest.current = refetch;
  useEffect(() => {
    const timer = setTimeout(() => void newest.current(), 2_000);
    return () => clearTimeout(timer);
  }, [changes]);
}

function useTicking(isOn: boolean, tick: () => void): void {
  const newest = useRef(tick);
  newest.current = tick;
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => newest.current(), tickMs);
    return () => clearInterval(timer);
  }, [isOn]);
}
