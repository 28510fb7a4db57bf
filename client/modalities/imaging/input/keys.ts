import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { arrowStep, crosshairAfter, isArrow } from '../../../canvas/crosshair.ts';
import { apply, inverse, type Matrix } from '../../../canvas/matrix.ts';
import type { Gesture } from '../../../canvas/tools/tool.ts';
import type { Film } from '../film.ts';
import { hasCrosshair, type ToolRunner } from '../tool-runner.ts';

export interface KeyTarget {
  readonly film: Film;
  readonly element: HTMLElement;
  readonly runner: ToolRunner;
  readonly tool: () => string;
  readonly hasSelection: () => boolean;
  readonly gesture: (gesture: Gesture) => void;
  readonly crosshair: () => Point | undefined;
  readonly setCrosshair: (at: Point | undefined) => void;
  readonly setSpaceHeld: (isHeld: boolean) => void;
  readonly setMarksHidden: (isHidden: boolean) => void;
  /** the next mark in order, or nothing where there is none further */
  readonly nextMark: (by: 1 | -1) => boolean;
  readonly leaveTool: () => void;
}

/** Keys that mean something to the picture alone; those with one fixed meaning are commands. @returns stops listening */
export function listenToKeys(target: KeyTarget): () => void {
  const down = (event: KeyboardEvent): void => {
    if (event.key === 'Alt') {
      target.setMarksHidden(true);
      event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isForFilm(event)) return;
    if (pressed(event, target)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key === 'Alt') target.setMarksHidden(false);
    if (event.code === 'Space') target.setSpaceHeld(false);
  };
  const away = (): void => {
    target.setMarksHidden(false);
    target.setSpaceHeld(false);
  };
  addEventListener('keydown', down, { capture: true });
  addEventListener('keyup', up);
  addEventListener('blur', away);
  return () => {
    removeEventListener('keydown', down, { capture: true });
    removeEventListener('keyup', up);
    removeEventListener('blur', away);
  };
}

/**
 * The film has the keys while it or nothing has the focus. On a control that belongs to it (`data-film-keys`: a tool, a label, a mark's
 * row) those that mean nothing to a button go to the film too, so that a row chosen can be moved at once.
 */
function isForFilm({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || target === document.body || target.hasAttribute('data-film')) return true;
  return target.closest('[data-film-keys]') !== null && key !== 'Enter' && key !== ' ' && key !== 'Tab';
}

/** @returns whether the key was for the picture */
function pressed(event: KeyboardEvent, target: KeyTarget): boolean {
  const { runner } = target;
  if (isArrow(event.key)) return moved(event.key, event.shiftKey, target);
  switch (event.key) {
    case ' ':
      return target.crosshair() ? place(target) : hold(target);
    case 'Enter':
      return enter(target);
    case 'Backspace':
    case 'Delete':
      if (!runner.isBusy() && !(target.tool() === 'select' && target.hasSelection())) return false;
      target.gesture({ type: event.key === 'Delete' && target.tool() === 'select' ? 'delete' : 'backspace' });
      return true;
    case 'Insert':
    case '+':
      if (runner.grip() === undefined) return false;
      target.gesture({ type: 'insert' });
      return true;
    case 'Escape':
      return leave(target);
    case 'Tab':
      if (runner.grip() === undefined) return target.nextMark(event.shiftKey ? -1 : 1);
      target.gesture({ type: 'next grip', by: event.shiftKey ? -1 : 1 });
      return true;
    default:
      return false;
  }
}

function hold(target: KeyTarget): boolean {
  target.setSpaceHeld(true);
  return true;
}

function moved(arrow: Parameters<typeof arrowStep>[0], isShift: boolean, target: KeyTarget): boolean {
  const { film } = target;
  const step = alongImage(arrowStep(arrow, isShift), film.matrix());
  if (target.tool() === 'select' && target.hasSelection() && !target.crosshair()) {
    target.gesture({ type: 'nudge', ...step });
    return true;
  }
  if (!hasCrosshair(target.tool()) && target.tool() !== 'select') return false;
  const { width, height } = film.size();
  const middle = apply(inverse(film.matrix()), [width / 2, height / 2]);
  const at = crosshairAfter(target.crosshair(), middle, step, film.size(), 1);
  target.setCrosshair(at);
  target.gesture({ type: 'move', at, isShift: false, isHeld: false });
  return true;
}

/** A step on the screen as a step along the image's axes, whatever the rotation and flips. */
export function alongImage({ dx, dy }: { dx: number; dy: number }, [a, b, c, d]: Matrix): { dx: number; dy: number } {
  const along = a * dx + b * dy;
  const down = c * dx + d * dy;
  const size = Math.max(Math.abs(dx), Math.abs(dy));
  const isAcross = Math.abs(along) / Math.hypot(a, b) >= Math.abs(down) / Math.hypot(c, d);
  return isAcross ? { dx: Math.sign(along) * size, dy: 0 } : { dx: 0, dy: Math.sign(down) * size };
}

/** Puts the button down and up again at the crosshair. */
function place(target: KeyTarget): boolean {
  const at = target.crosshair();
  if (!at) return false;
  target.gesture({ type: 'down', at, isShift: false, isRemoving: false });
  target.gesture({ type: 'up', at, isShift: false });
  return true;
}

function enter(target: KeyTarget): boolean {
  const { runner } = target;
  const wasBusy = runner.isBusy();
  if (!wasBusy && target.crosshair()) return place(target);
  if (!wasBusy && target.tool() !== 'imaging.whole' && !(target.tool() === 'select' && target.hasSelection())) return false;
  target.gesture({ type: 'enter' });
  return true;
}

/** Esc goes out one step at a time: what is being drawn, the crosshair, the selection, the tool. */
function leave(target: KeyTarget): boolean {
  if (target.runner.isBusy()) target.gesture({ type: 'escape' });
  else if (target.crosshair()) target.setCrosshair(undefined);
  else if (target.hasSelection()) target.gesture({ type: 'escape' });
  else if (target.tool() !== 'select') target.leaveTool();
  else return false;
  return true;
}
