import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createFilm, type Film } from './film.ts';
import { initialView, type ImagingView, readView } from './imaging-view.ts';

/** A film whose view answers to `view` from outside (following, coming back) and tells of its own changes at most 20 times a second. */
export function useFilm(meta: ImagingMeta, view: unknown, onView: (view: unknown) => void): Film {
  const [film] = useState(() => createFilm(meta, readView(view, meta) ?? initialView(meta)));
  const told = useRef('');
  const tell = useRef(onView);
  tell.current = onView;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (): void => {
      timer = undefined;
      const json = JSON.stringify(film.view());
      if (json === told.current) return;
      told.current = json;
      tell.current(film.view());
    };
    const stop = film.subscribe(() => {
      timer ??= setTimeout(say, 50);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [film]);

  useEffect(() => {
    const next = readView(view, meta);
    const json = JSON.stringify(next);
    if (!next || json === told.current || json === JSON.stringify(film.view())) return;
    told.current = json; // what came from outside is not told again
    film.setView(() => next);
  }, [film, view, meta]);
  return film;
}

/** A part of the view as React state; re-renders only when that part changes, so panning and zooming cost nothing. */
export function useFilmView<Part extends string | number | boolean>(film: Film, part: (view: ImagingView) => Part): Part {
  return useSyncExternalStore(film.subscribe, () => part(film.view()));
}
