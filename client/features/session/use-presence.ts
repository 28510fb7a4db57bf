import type { Geometry } from '@consilium/shared/domain/annotation.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type OpenDocument, useAwareness } from '../../sync/document.ts';
import { followed, type Present, presentFrom, type Whereabouts } from './following.ts';

/** The relay carries presence at most this often. */
const everyMs = 33;
/** The relay carries at most 2 KB of a person's presence. */
const mostSelected = 8;

export interface Presence {
  readonly present: readonly Present[];
  /** whom I follow now */
  readonly leader: Present | undefined;
  readonly isLookingAround: boolean;
  lookAround(): void;
  follow(): void;
  tellPlace(place: Whereabouts): void;
  tellPointer(pointer: Geometry | undefined): void;
  tellSelection(selection: readonly string[]): void;
}

/** Who is here and where, and what I tell of myself; nothing of it is kept, and no ballot is ever in it. */
export function usePresence(document: OpenDocument | undefined, me: string, presenter: string | undefined): Presence {
  const states = useAwareness(document);
  const present = useMemo(() => presentFrom(states), [states]);
  const [isLookingAround, setLookingAround] = useState(false);
  useEffect(() => setLookingAround(false), [presenter]); // a new presenter is followed
  const tell = useTelling(document);
  const others = useMemo(() => present.filter((one) => one.user !== me), [present, me]);
  return {
    present: others,
    leader: followed({ me, presenter, isLookingAround, present: others }),
    isLookingAround,
    lookAround: useCallback(() => setLookingAround(true), []),
    follow: useCallback(() => setLookingAround(false), []),
    tellPlace: useCallback((place) => tell('view', place), [tell]),
    tellPointer: useCallback((pointer) => tell('pointer', pointer ?? null), [tell]),
    tellSelection: useCallback((selection) => tell('selection', selection.slice(0, mostSelected)), [tell]),
  };
}

/** Sends the latest of each field, all fields at most every 33 ms. */
function useTelling(document: OpenDocument | undefined): (field: string, value: unknown) => void {
  const awareness = document?.awareness;
  const newest = useRef(awareness);
  newest.current = awareness; // another one where the document was loaded or begun again while something waited
  const waiting = useRef(new Map<string, unknown>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (field, value) => {
      waiting.current.set(field, value);
      if (timer.current !== undefined) return;
      timer.current = setTimeout(() => {
        timer.current = undefined;
        newest.current?.setLocalState({ ...newest.current.getLocalState(), ...Object.fromEntries(waiting.current) });
        if (newest.current) waiting.current.clear();
      }, everyMs);
    },
    [awareness], // what follows it tells everything anew in another one
  );
}
