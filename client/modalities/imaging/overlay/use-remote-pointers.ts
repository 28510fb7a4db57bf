import { useEffect, useRef } from 'react';
import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import type { RemotePointer } from '../../contract.ts';
import type { Film } from '../film.ts';
import { geometryOf } from '../scene.ts';
import { Glide } from './glide.ts';

export interface ShownPointer {
  readonly name: string;
  readonly colour: string;
  readonly at: Point;
}

interface Shown {
  readonly name: string;
  readonly colour: string;
  readonly glide: Glide;
}

/** Colleagues' cursors on this slice, moving smoothly between the few places a second that arrive; to be asked in every frame. */
export function useRemotePointers(film: Film, pointers: readonly RemotePointer[], slice: number): () => readonly ShownPointer[] {
  const shown = useRef(new Map<string, Shown>());
  useEffect(() => {
    const now = performance.now();
    const here = new Map<string, Shown>();
    for (const { user, name, colour, at } of pointers) {
      const place = geometryOf(at);
      if (place?.kind !== 'imaging.point' || place.slice !== slice) continue;
      const glide = shown.current.get(user)?.glide ?? new Glide([place.x, place.y], now);
      glide.moveTo([place.x, place.y], now);
      here.set(user, { name, colour, glide });
    }
    shown.current = here;
    film.schedule();
  }, [film, pointers, slice]);
  return () => {
    const now = performance.now();
    const all = [...shown.current.values()];
    if (all.some(({ glide }) => glide.isMoving(now))) film.schedule();
    return all.map(({ name, colour, glide }) => ({ name, colour, at: glide.at(now) }));
  };
}
