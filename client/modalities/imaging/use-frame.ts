import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Film } from './film.ts';
import { firstLook } from './first-look.ts';
import type { FrameStore } from './frames/decoder.ts';
import { openFrameStore } from './frames/frame-store.ts';
import type { ShownFrame } from './frames/shown-frame.ts';
import { useFilmView } from './use-film.ts';

export type FrameState =
  | { readonly type: 'shown'; readonly warnings: readonly string[] }
  | { readonly type: 'loading'; readonly done: number; readonly total: number | undefined }
  | { readonly type: 'failed'; readonly message: string };

/** How many neighbours on each side are decoded ahead. */
const ahead = 4;

/** Puts the frame of the current slice on the film, the last one staying until it is there, and decodes its neighbours meanwhile. One item for its whole life. */
export function useFrame(film: Film, item: Item): FrameState {
  const slice = useFilmView(film, (view) => view.slice);
  const [store] = useState(() => openFrameStore(item, (done, total) => report.current(done, total)));
  const [state, setState] = useState(() => readyState(store, film, slice));
  const report = useRef<(done: number, total: number | undefined) => void>(() => undefined);
  report.current = (done, total) => setState((now) => (now.type === 'shown' ? now : { type: 'loading', done, total }));
  useLayoutEffect(() => store.hold(), [store]);

  useLayoutEffect(() => {
    const place = film.meta.frames[slice];
    if (!place) return;
    let isWanted = true;
    const ready = store.ready(place.source, place.frame);
    if (ready) film.setFrame(ready);
    const look = film.frame() ? undefined : firstLook(film.view());
    void store.load(place.source, place.frame, look).then((result) => {
      if (!isWanted) return;
      if (result.ok) film.setFrame(result.value);
      setState((now) => (result.ok ? shown(result.value, now) : { type: 'failed', message: result.error }));
      if (result.ok) loadNeighbours(store, film, slice);
    });
    return () => {
      isWanted = false;
    };
  }, [film, store, slice]);
  return state;
}

const shown = ({ warnings }: ShownFrame, now: FrameState): FrameState => (now.type === 'shown' && now.warnings === warnings ? now : { type: 'shown', warnings });

/** What was made ready before is there from the first moment. */
function readyState(store: FrameStore, film: Film, slice: number): FrameState {
  const place = film.meta.frames[slice];
  const ready = place && store.ready(place.source, place.frame);
  return ready ? { type: 'shown', warnings: ready.warnings } : { type: 'loading', done: 0, total: undefined };
}

function loadNeighbours(store: FrameStore, film: Film, slice: number): void {
  for (let off = 1; off <= ahead; off++) {
    for (const near of [slice + off, slice - off]) {
      const place = film.meta.frames[near];
      if (place) void store.load(place.source, place.frame); // a failure is told when the slice itself is opened
    }
  }
}
