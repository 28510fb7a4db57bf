import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { handleAt, handlesOf } from '../handles.ts';
import { distance } from '../points.ts';
import { heldHandle, translated, withHandleAt, withoutPoint, withPointNear } from '../reshape.ts';
import { clamped, type Gesture, reach, type Scene, type SceneMark, type Step, type Tool } from './tool.ts';

/** `grip`: the one that the arrow keys move, while the points of a mark are edited from the keyboard. */
export type SelectState =
  | { readonly type: 'idle'; readonly grip?: string }
  | { readonly type: 'moving'; readonly marks: readonly SceneMark[]; readonly from: Point; readonly hasMoved: boolean }
  | { readonly type: 'dragging'; readonly mark: SceneMark; readonly grip: string; readonly from: Point; readonly now: ImagingGeometry };

const idle: SelectState = { type: 'idle' };

/**
 * Click selects, Shift adds; dragging moves what is selected or one of its grips; dragging a grip between two points adds one, Ctrl or a
 * double click on a point removes it. Enter steps into the points for the keyboard, Tab goes round them, arrows move.
 */
export const selectTool: Tool<SelectState> = {
  start: idle,
  isBusy: (state) => state.type !== 'idle' || state.grip !== undefined,
  step(state, gesture, scene) {
    switch (gesture.type) {
      case 'down':
        return pressed(gesture, scene);
      case 'double':
        return doubled(gesture.at, scene);
      case 'move':
        return dragged(state, gesture.at, scene);
      case 'up':
        return released(state, gesture.at, scene);
      case 'escape':
        return state.type === 'idle' && state.grip === undefined ? { state: idle, selection: [] } : { state: idle };
      default:
        return state.type === 'idle' ? byKeys(state.grip, gesture, scene) : { state };
    }
  },
};

/** The grip of a selected, editable mark under a place. */
export function gripAt(at: Point, scene: Scene): { mark: SceneMark; grip: string } | undefined {
  for (const mark of scene.selected) {
    const handle = mark.isEditable ? handleAt(mark.geometry, at, reach.grip * scene.pixel) : undefined;
    if (handle) return { mark, grip: handle.id };
  }
  return undefined;
}

function pressed(gesture: Gesture & { type: 'down' | 'double' }, scene: Scene): Step<SelectState> {
  const held = gripAt(gesture.at, scene);
  if (held && gesture.isRemoving) return removed(held.mark, held.grip);
  if (held) return { state: { type: 'dragging', mark: held.mark, grip: held.grip, from: gesture.at, now: held.mark.geometry } };
  const hit = scene.hit(gesture.at);
  if (!hit) return gesture.isShift ? { state: idle } : { state: idle, selection: [] };
  const ids = scene.selected.map(({ id }) => id);
  if (gesture.isShift) return { state: idle, selection: ids.includes(hit.id) ? ids.filter((id) => id !== hit.id) : [...ids, hit.id] };
  const marks = ids.includes(hit.id) ? scene.selected : [hit];
  return { state: { type: 'moving', marks: marks.filter((mark) => mark.isEditable), from: gesture.at, hasMoved: false }, selection: marks.map(({ id }) => id) };
}

function doubled(at: Point, scene: Scene): Step<SelectState> {
  const held = gripAt(at, scene);
  if (held?.grip.startsWith('p')) return removed(held.mark, held.grip);
  const mark = scene.selected.find(({ isEditable, id }) => isEditable && scene.hit(at)?.id === id);
  const added = mark && withPointNear(mark.geometry, at);
  return mark && added ? { state: idle, ops: [setGeometry(mark.id, added.geometry)] } : { state: idle };
}

function dragged(state: SelectState, at: Point, scene: Scene): Step<SelectState> {
  if (state.type === 'idle') return { state };
  if (state.type === 'dragging') {
    const now = withHandleAt(state.mark.geometry, state.grip, clamped(at, scene));
    return { state: { ...state, now }, draft: { geometry: now, replaces: state.mark.id, points: [] } };
  }
  const hasMoved = state.hasMoved || distance(state.from, at) > reach.drag * scene.pixel;
  const [mark] = state.marks;
  if (!hasMoved || !mark) return { state };
  const draft = { geometry: movedBy(mark.geometry, state.from, at), replaces: mark.id, points: [] };
  return { state: { ...state, hasMoved }, draft };
}

function released(state: SelectState, at: Point, scene: Scene): Step<SelectState> {
  if (state.type === 'dragging') {
    const hasMoved = distance(state.from, at) > 0;
    return hasMoved ? { state: idle, ops: [setGeometry(state.mark.id, withHandleAt(state.mark.geometry, state.grip, clamped(at, scene)))] } : { state: idle };
  }
  if (state.type !== 'moving' || !state.hasMoved) return { state: idle };
  return { state: idle, ops: state.marks.map((mark) => setGeometry(mark.id, movedBy(mark.geometry, state.from, at))) };
}

function byKeys(grip: string | undefined, gesture: Gesture, scene: Scene): Step<SelectState> {
  const editable = scene.selected.filter((mark) => mark.isEditable);
  const [mark] = editable;
  const stay: SelectState = grip === undefined ? idle : { type: 'idle', grip };
  if (!mark) return { state: idle };
  const grips = handlesOf(mark.geometry).filter((handle) => handle.role !== 'add');
  const index = grips.findIndex((handle) => handle.id === grip);
  const held = grips[index];
  switch (gesture.type) {
    case 'nudge':
      if (!held) return { state: idle, ops: editable.map((one) => setGeometry(one.id, translated(one.geometry, gesture.dx, gesture.dy))) };
      return { state: stay, ops: [setGeometry(mark.id, withHandleAt(mark.geometry, held.id, clamped([held.at[0] + gesture.dx, held.at[1] + gesture.dy], scene)))] };
    case 'enter': {
      const [first] = grips;
      return held || !first ? { state: idle } : { state: { type: 'idle', grip: first.id } };
    }
    case 'next grip': {
      const next = grips[(index + gesture.by + grips.length) % grips.length];
      return held && next ? { state: { type: 'idle', grip: next.id } } : { state: stay };
    }
    case 'insert': {
      const after = held && handlesOf(mark.geometry).find((handle) => handle.id === `a${held.id.slice(1)}`);
      if (!after) return { state: stay };
      return { state: { type: 'idle', grip: heldHandle(after.id) }, ops: [setGeometry(mark.id, withHandleAt(mark.geometry, after.id, after.at))] };
    }
    case 'delete':
    case 'backspace':
      return held ? removed(mark, held.id, 'p0') : { state: idle, ops: editable.map((one): Op => ({ type: 'remove annotation', id: one.id })), selection: [] };
    default:
      return { state: stay };
  }
}

function removed(mark: SceneMark, grip: string, next?: string): Step<SelectState> {
  const geometry = withoutPoint(mark.geometry, grip);
  const state: SelectState = next === undefined ? idle : { type: 'idle', grip: geometry ? next : grip };
  return geometry ? { state, ops: [setGeometry(mark.id, geometry)] } : { state };
}

const movedBy = (geometry: ImagingGeometry, from: Point, to: Point): ImagingGeometry => translated(geometry, to[0] - from[0], to[1] - from[1]);

const setGeometry = (id: AnnotationId, geometry: ImagingGeometry): Op => ({ type: 'set geometry', id, geometry });
