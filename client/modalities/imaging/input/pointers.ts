import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { apply, inverse } from '../../../canvas/matrix.ts';
import { panned, zoomedAt } from '../../../canvas/view-matrix.ts';
import { atSlice, type Film } from '../film.ts';
import { rewindowed } from './window-drag.ts';

/** What the hand does with the view itself, by tool, button or touch. */
type Drag = { readonly type: 'pan' | 'zoom' | 'window'; readonly last: Point } | { readonly type: 'tool' } | { readonly type: 'pinch' };

export interface PointerTarget {
  readonly film: Film;
  readonly tool: () => string;
  readonly isSpaceHeld: () => boolean;
  readonly onDown: (at: Point, event: PointerEvent) => void;
  readonly onMove: (at: Point, event: PointerEvent, isHeld: boolean) => void;
  readonly onUp: (at: Point, event: PointerEvent) => void;
  readonly onDouble: (at: Point, event: MouseEvent) => void;
  readonly onLeave: () => void;
}

/** Listens on the film's element; places handed on are image pixels. @returns stops listening */
export function listenToPointers(element: HTMLElement, target: PointerTarget): () => void {
  const { film } = target;
  const touches = new Map<number, Point>();
  let drag: Drag | undefined;
  const onCanvas = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const onImage = (event: MouseEvent): Point => apply(inverse(film.matrix()), onCanvas(event));

  const down = (event: PointerEvent): void => {
    if (!(event.target instanceof Element) || event.target.closest('[data-over-film]')) return;
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') touches.set(event.pointerId, onCanvas(event));
    if (touches.size === 2) {
      if (drag?.type === 'tool') target.onUp(onImage(event), event);
      drag = { type: 'pinch' };
      return;
    }
    const type = dragOf(event, target);
    drag = type === 'tool' ? { type } : { type, last: onCanvas(event) };
    if (type === 'tool') target.onDown(onImage(event), event);
    if (event.button === 1) event.preventDefault(); // no autoscroll
  };
  const move = (event: PointerEvent): void => {
    if (drag?.type === 'pinch') return pinch(event);
    if (drag && drag.type !== 'tool') {
      const now = onCanvas(event);
      dragView(film, drag.type, drag.last, now);
      drag = { type: drag.type, last: now };
    }
    const events = drag?.type === 'tool' ? event.getCoalescedEvents?.() : undefined;
    for (const one of events?.length ? events : [event]) target.onMove(onImage(one), event, drag?.type === 'tool');
  };
  const pinch = (event: PointerEvent): void => {
    const before = touches.get(event.pointerId);
    const other = [...touches].find(([id]) => id !== event.pointerId)?.[1];
    if (!before || !other) return;
    const now = onCanvas(event);
    const far = (a: Point): number => Math.max(1, Math.hypot(a[0] - other[0], a[1] - other[1]));
    const centre: Point = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    film.setView((view) => {
      const moved = panned(view, film.size(), (now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
      return { ...view, ...zoomedAt(moved, film.size(), far(now) / far(before), centre) };
    });
    touches.set(event.pointerId, now);
  };
  const up = (event: PointerEvent): void => {
    touches.delete(event.pointerId);
    const ended = drag;
    if (ended?.type !== 'pinch' || touches.size === 0) drag = undefined;
    if (ended?.type === 'tool') target.onUp(onImage(event), event);
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    turnWheel(film, event, onCanvas(event));
  };
  const double = (event: MouseEvent): void => {
    if (target.tool() !== 'pan' && target.tool() !== 'window' && target.tool() !== 'zoom') target.onDouble(onImage(event), event);
  };
  const menu = (event: Event): void => event.preventDefault(); // the right button windows
  const listeners: [string, (event: never) => void][] = [
    ['pointerdown', down], ['pointermove', move], ['pointerup', up], ['pointercancel', up], ['wheel', wheel], ['dblclick', double], ['contextmenu', menu], ['pointerleave', target.onLeave],
  ];
  for (const [name, listener] of listeners) element.addEventListener(name, listener as EventListener, { passive: false }); // each listener takes the event of its name
  return () => {
    for (const [name, listener] of listeners) element.removeEventListener(name, listener as EventListener);
  };
}

function dragOf(event: PointerEvent, { tool, isSpaceHeld }: PointerTarget): 'pan' | 'zoom' | 'window' | 'tool' {
  if (event.button === 1 || isSpaceHeld()) return 'pan';
  if (event.button === 2) return 'window';
  const name = tool();
  return name === 'pan' || name === 'zoom' || name === 'window' ? name : 'tool';
}

function dragView(film: Film, type: 'pan' | 'zoom' | 'window', from: Point, to: Point): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const { width, height } = film.size();
  if (type === 'pan') film.setView((view) => ({ ...view, ...panned(view, film.size(), dx, dy) }));
  if (type === 'zoom') film.setView((view) => ({ ...view, ...zoomedAt(view, film.size(), 1.01 ** -dy, [width / 2, height / 2]) }));
  if (type === 'window') film.setView((view) => ({ ...view, window: rewindowed(view.window ?? film.frame()?.usual ?? { center: 0, width: 1 }, film.frame()?.usual, dx, dy) }));
}

/** Wheel: slices of a series, zoom of a single picture; with Ctrl (and a pinch on a touch pad) always zoom. */
function turnWheel(film: Film, event: WheelEvent, at: Point): void {
  const lines = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
  const isZoom = event.ctrlKey || event.metaKey || film.meta.frames.length === 1;
  if (isZoom) film.setView((view) => ({ ...view, ...zoomedAt(view, film.size(), Math.exp(-Math.max(-120, Math.min(120, lines)) * (event.ctrlKey ? 0.006 : 0.0025)), at) }));
  else if (lines !== 0) film.setView((view) => atSlice(view, view.slice + wheelSteps(film, lines), film.meta));
}

const rests = new WeakMap<Film, number>();

/** A notch of a mouse wheel is one slice; the small steps of a touch pad add up to one. */
function wheelSteps(film: Film, lines: number): number {
  if (Math.abs(lines) >= 50) return Math.sign(lines);
  const rest = (rests.get(film) ?? 0) + lines;
  const steps = Math.trunc(rest / 30);
  rests.set(film, rest - steps * 30);
  return steps;
}
