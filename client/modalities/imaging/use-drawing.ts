import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { apply, type Matrix } from '../../canvas/matrix.ts';
import { gripAt } from '../../canvas/tools/select.ts';
import type { Gesture, Scene } from '../../canvas/tools/tool.ts';
import { paintFirst } from '../../ui/paint-first.ts';
import type { MarkStyle, ViewerProps } from '../contract.ts';
import type { Film } from './film.ts';
import { listenToKeys } from './input/keys.ts';
import { listenToPointers } from './input/pointers.ts';
import { pinRadius } from './overlay/draw-live.ts';
import type { StaticMark } from './overlay/static-marks.ts';
import { geometryOf, hitTestOf, type ImagingMark, sceneOf } from './scene.ts';
import { createToolRunner, hasCrosshair, isDrawing, type ToolRunner } from './tool-runner.ts';

export interface Drawing {
  readonly runner: ToolRunner;
  readonly pointer: () => Point | undefined;
  readonly crosshair: () => Point | undefined;
  readonly hovered: () => ImagingMark | undefined;
  /** the mark whose draft is shown instead of it */
  readonly replaced: string | undefined;
  readonly areMarksHidden: boolean;
}

/**
 * Joins hand and keyboard to the tool in use, and what the tool says to the screen.
 * @param atOnce draws a mark over the others, on the canvas as it stands
 */
export function useDrawing(film: Film, element: RefObject<HTMLElement | null>, props: ViewerProps, all: readonly ImagingMark[], visible: readonly ImagingMark[], atOnce: RefObject<((mark: StaticMark) => void) | undefined>): Drawing {
  const [areMarksHidden, setMarksHidden] = useState(false);
  const [replaced, setReplaced] = useState<string>();
  const now = useRef({ props, all, visible, hitTest: hitTestOf(visible, film.meta, props.isReadOnly) });
  const hitTest = useMemo(() => hitTestOf(visible, film.meta, props.isReadOnly), [visible, film, props.isReadOnly]);
  now.current = { props, all, visible, hitTest };
  const hand = useRef<{ pointer?: Point | undefined; crosshair?: Point | undefined; hovered?: ImagingMark | undefined; isSpaceHeld: boolean }>({ isSpaceHeld: false });

  const drawing = useMemo(() => {
    const runner = createToolRunner({
      step: (step) => {
        const { props: to } = now.current;
        setReplaced(step.draft?.replaces);
        if (step.selection) to.onSelect(step.selection);
        const { geometry } = step;
        if (geometry) paintFirst(() => drawnAtOnce(geometry, to.onDraw(geometry, film.meta.frames[geometry.slice]?.source ?? ''), atOnce.current));
        if (step.ops && step.ops.length > 0) to.onOps(step.ops);
      },
      link: (from, to) => now.current.props.onLink(from, to),
    });
    return { runner };
  }, [film, atOnce]);
  const { runner } = drawing;
  runner.use(props.isReadOnly && isDrawing(props.tool) ? 'select' : props.tool);

  useEffect(() => {
    if (!element.current) return;
    const scene = (): Scene => {
      const { all: marks, hitTest: hit, props: to } = now.current;
      return sceneOf({ slice: film.view().slice, meta: film.meta, pixel: onePixel(film.matrix()), marks, selection: to.selection, isReadOnly: to.isReadOnly, hitTest: hit });
    };
    const gesture = (one: Gesture, by: 'hand' | 'keys' = 'hand'): void => {
      const { props: to } = now.current;
      const place = one.type === 'down' ? one.at : undefined;
      if (to.tool === 'comment' && place) return to.onComment(pointGeometry(film.view().slice, place), film.meta.frames[film.view().slice]?.source ?? '');
      if (runner.gesture(one, scene(), by)) film.schedule(); // a pointer that moves over the marks changes nothing, and a mark that was made brings its own frame
    };
    const tool = (): string => now.current.props.tool;
    const stopPointers = listenToPointers(element.current, {
      film, tool, isSpaceHeld: () => hand.current.isSpaceHeld,
      onDown: (at, event) => {
        if (hand.current.crosshair) film.schedule(); // it goes
        hand.current.crosshair = undefined;
        const pin = pinAt(film, now.current.props, at);
        if (pin !== undefined) return now.current.props.onOpenComment(pin);
        gesture({ type: 'down', at, isShift: event.shiftKey, isRemoving: event.ctrlKey || event.metaKey });
      },
      onMove: (at, event, isHeld) => {
        hand.current.pointer = at;
        gesture({ type: 'move', at, isShift: event.shiftKey, isHeld });
        hover(at, isHeld);
        now.current.props.onPointer(pointGeometry(film.view().slice, at));
        film.scheduleTexts();
      },
      onUp: (at, event) => gesture({ type: 'up', at, isShift: event.shiftKey }),
      onDouble: (at, event) => gesture({ type: 'double', at, isShift: event.shiftKey, isRemoving: false }),
      onLeave: () => {
        hand.current.pointer = undefined;
        hand.current.hovered = undefined;
        now.current.props.onPointer(undefined);
        film.schedule();
      },
    });
    const hover = (at: Point, isHeld: boolean): void => {
      const isPicking = tool() === 'select' || tool() === 'link';
      const current = scene();
      const hit = isPicking && !isHeld ? current.hit(at) : undefined;
      const hovered = hit && now.current.visible.find(({ mark }) => mark.annotation.id === hit.id);
      if (hovered !== hand.current.hovered) film.schedule();
      hand.current.hovered = hovered;
      const grip = isHeld || runner.isBusy() ? undefined : gripAt(at, current);
      if (element.current) element.current.style.cursor = grip ? 'move' : hit ? 'pointer' : '';
    };
    const stopKeys = listenToKeys({
      film, element: element.current, runner, tool, gesture: (one) => gesture(one, 'keys'),
      hasSelection: () => now.current.props.selection.length > 0,
      crosshair: () => hand.current.crosshair,
      setCrosshair: (at) => {
        hand.current.crosshair = at;
        hand.current.pointer = at;
        film.schedule();
      },
      setSpaceHeld: (isHeld) => {
        hand.current.isSpaceHeld = isHeld;
        if (element.current) element.current.dataset.space = String(isHeld);
      },
      setMarksHidden,
      nextMark: (by) => selectNext(now.current.props, now.current.all, by),
      leaveTool: () => now.current.props.onTool('select'),
    });
    return () => {
      stopPointers();
      stopKeys();
    };
  }, [film, element, runner]);

  useEffect(() => {
    if (!hasCrosshair(props.tool)) hand.current.crosshair = undefined; // from one drawing tool to the next it stays where it is
    film.schedule();
  }, [film, props.tool]);

  return useMemo(() => ({
    runner, areMarksHidden,
    pointer: () => hand.current.pointer,
    crosshair: () => hand.current.crosshair,
    hovered: () => hand.current.hovered,
    replaced,
  }), [runner, areMarksHidden, replaced]);
}

/** @returns whether there is a mark and a canvas to draw it on */
function drawnAtOnce(geometry: ImagingGeometry, style: MarkStyle | undefined, draw: ((mark: StaticMark) => void) | undefined): boolean {
  if (style) draw?.({ geometry: geometryOf(geometry) ?? geometry, style }); // as it will be read from the document
  return style !== undefined && draw !== undefined;
}

/** One CSS pixel in image pixels, by area. */
export const onePixel = ([a, b, c, d]: Matrix): number => 1 / Math.sqrt(Math.abs(a * d - b * c));

export const pointGeometry = (slice: number, [x, y]: Point): ImagingGeometry => ({ kind: 'imaging.point', version: 1, slice, x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 });

function pinAt(film: Film, props: ViewerProps, at: Point): string | undefined {
  const [x, y] = apply(film.matrix(), at);
  return props.pins.find((pin) => {
    const place = geometryOf(pin.at);
    if (place?.kind !== 'imaging.point' || place.slice !== film.view().slice) return false;
    const [px, py] = apply(film.matrix(), [place.x, place.y]);
    return Math.hypot(px - x, py - y) <= pinRadius + 2;
  })?.comment;
}

/** @returns false at either end, so that Tab goes on to the next thing on the screen */
function selectNext(props: ViewerProps, all: readonly ImagingMark[], by: 1 | -1): boolean {
  const shown = all.filter(({ mark }) => !mark.isHidden);
  const current = shown.findIndex(({ mark }) => props.selection.includes(mark.annotation.id));
  const next = shown[current < 0 ? (by === 1 ? 0 : -1) : current + by];
  if (!next) return false;
  props.onSelect([next.mark.annotation.id]);
  return true;
}
