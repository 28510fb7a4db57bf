import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';
import type { Matrix } from '../../canvas/matrix.ts';
import { type Film as FilmSize, viewMatrix } from '../../canvas/view-matrix.ts';
import type { ShownFrame } from './frames/shown-frame.ts';
import { type ImagingView, initialView } from './imaging-view.ts';

type Painter = (matrix: Matrix, film: Film) => void;

/**
 * What is on the screen, outside React: panning, zooming and windowing change it sixty times a second and draw in the next animation
 * frame, image first and marks after, all by one matrix. React hears of it through `subscribe`, and re-renders only what it selects.
 */
export interface Film {
  readonly meta: ImagingMeta;
  readonly view: () => ImagingView;
  readonly size: () => FilmSize;
  readonly matrix: () => Matrix;
  readonly frame: () => ShownFrame | undefined;
  readonly setView: (change: (view: ImagingView) => ImagingView) => void;
  readonly setSize: (width: number, height: number) => void;
  readonly setFrame: (frame: ShownFrame | undefined) => void;
  /** Draws again in the next animation frame. */
  readonly schedule: () => void;
  /** Writes again, in the next animation frame, what stands in the corners: all that changes while a pointer only moves. */
  readonly scheduleTexts: () => void;
  /** Calls a painter in every frame drawn, in the order they were added. */
  readonly onPaint: (painter: Painter) => () => void;
  /** Calls a painter of texts in every frame, also where nothing else is drawn. */
  readonly onTexts: (painter: Painter) => () => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createFilm(meta: ImagingMeta, first: ImagingView = initialView(meta)): Film {
  let view = first;
  let size: FilmSize = { columns: meta.columns, rows: meta.rows, pixelAspect: pixelAspectOf(meta), width: 0, height: 0 };
  let frame: ShownFrame | undefined;
  let scheduled: 'nothing' | 'texts' | 'all' = 'nothing';
  const painters = new Set<Painter>();
  const textPainters = new Set<Painter>();
  const listeners = new Set<() => void>();
  const paint = (): void => {
    const isAll = scheduled === 'all';
    scheduled = 'nothing';
    if (size.width === 0) return;
    const matrix = viewMatrix(view, size);
    for (const painter of isAll ? painters : []) painter(matrix, film);
    for (const painter of textPainters) painter(matrix, film);
  };
  const schedule = (what: 'texts' | 'all'): void => {
    if (scheduled === 'nothing') requestAnimationFrame(paint);
    if (scheduled !== 'all') scheduled = what;
  };
  const added = (to: Set<Painter>, painter: Painter): (() => void) => {
    to.add(painter);
    film.schedule();
    return () => to.delete(painter);
  };
  const changed = (): void => {
    film.schedule();
    for (const listener of listeners) listener();
  };
  const film: Film = {
    meta,
    view: () => view,
    size: () => size,
    matrix: () => viewMatrix(view, size),
    frame: () => frame,
    setView: (change) => {
      const next = change(view);
      if (next === view) return;
      view = next;
      changed();
    },
    setSize: (width, height) => {
      size = { ...size, width, height };
      changed();
    },
    setFrame: (next) => {
      frame = next;
      if (next) size = { ...size, columns: next.columns, rows: next.rows };
      changed();
    },
    schedule: () => schedule('all'),
    scheduleTexts: () => schedule('texts'),
    onPaint: (painter) => added(painters, painter),
    onTexts: (painter) => added(textPainters, painter),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return film;
}

/** A pixel's height over its width; 1 where the header has no spacing. */
export function pixelAspectOf({ pixelSpacing }: ImagingMeta): number {
  const [y, x] = pixelSpacing ?? [1, 1];
  return y > 0 && x > 0 ? y / x : 1;
}

/** One step among the slices, held at the ends. */
export const atSlice = (view: ImagingView, slice: number, meta: ImagingMeta): ImagingView => {
  const held = Math.min(meta.frames.length - 1, Math.max(0, slice));
  return held === view.slice ? view : { ...view, slice: held };
};
