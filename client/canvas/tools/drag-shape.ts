import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { distance, hundredth, rounded } from '../points.ts';
import { leastExtent } from '../reshape.ts';
import { clamped, type Gesture, reach, type Scene, type Step, type Tool } from './tool.ts';

/** `pressed`: the button is down; `placed`: the first place was clicked and the second is awaited. */
export type DragState =
  | { readonly type: 'idle' }
  | { readonly type: 'pressed' | 'placed'; readonly from: Point; readonly to: Point; readonly isShift: boolean };

type Make = (from: Point, to: Point, isShift: boolean, slice: number) => ImagingGeometry | undefined;

/** Two places make a shape: dragged from one to the other, or clicked one after the other (so it works from the keyboard too). */
export function dragTool(make: Make): Tool<DragState> {
  const idle: DragState = { type: 'idle' };
  const shown = (state: DragState, scene: Scene): Step<DragState> => {
    if (state.type === 'idle') return { state };
    const geometry = make(state.from, state.to, state.isShift, scene.slice);
    return { state, draft: { points: [state.from], ...(geometry && { geometry }) } };
  };
  const finished = (state: DragState, at: Point, isShift: boolean, scene: Scene): Step<DragState> => {
    const geometry = state.type === 'idle' ? undefined : make(state.from, clamped(at, scene), isShift, scene.slice);
    return geometry ? { state: idle, geometry } : { state: idle };
  };
  return {
    start: idle,
    isBusy: (state) => state.type !== 'idle',
    step(state, gesture, scene) {
      switch (gesture.type) {
        case 'down':
          if (state.type === 'placed') return finished(state, gesture.at, gesture.isShift, scene);
          return shown({ type: 'pressed', from: clamped(gesture.at, scene), to: clamped(gesture.at, scene), isShift: gesture.isShift }, scene);
        case 'move':
          return state.type === 'idle' ? { state } : shown({ ...state, to: clamped(gesture.at, scene), isShift: gesture.isShift }, scene);
        case 'up':
          if (state.type !== 'pressed') return shown(state, scene);
          if (distance(state.from, gesture.at) <= reach.drag * scene.pixel) return shown({ ...state, type: 'placed' }, scene);
          return finished(state, gesture.at, gesture.isShift, scene);
        case 'enter':
          return state.type === 'idle' ? { state } : finished(state, state.to, state.isShift, scene);
        case 'backspace':
        case 'escape':
          return { state: idle };
        default:
          return shown(state, scene);
      }
    },
  };
}

/** Covers [x, x + width) x [y, y + height); Shift makes it a square. Less than half a pixel is no box. */
export const boxTool = dragTool((from, to, isShift, slice) => {
  const [left, top, width, height] = spanned(from, isShift ? squared(from, to) : to);
  return width < leastExtent || height < leastExtent ? undefined : { kind: 'imaging.box', version: 1, slice, x: left, y: top, width, height };
});

/** The ellipse inside the rectangle dragged; Shift makes it a circle. */
export const ellipseTool = dragTool((from, to, isShift, slice) => {
  const [left, top, width, height] = spanned(from, isShift ? squared(from, to) : to);
  if (width < 2 * leastExtent || height < 2 * leastExtent) return undefined;
  const [radiusX, radiusY] = [hundredth(width / 2), hundredth(height / 2)];
  return { kind: 'imaging.ellipse', version: 1, slice, x: hundredth(left + width / 2), y: hundredth(top + height / 2), radiusX, radiusY, rotation: 0 };
});

/** Shift keeps the line to multiples of 45 degrees. */
export const lengthTool = dragTool((from, to, isShift, slice) => {
  const end = isShift ? octant(from, to) : to;
  return distance(from, end) < leastExtent ? undefined : { kind: 'imaging.length', version: 1, slice, from: rounded(from), to: rounded(end) };
});

/** One click, one mark. */
export const pointTool: Tool<null> = {
  start: null,
  isBusy: () => false,
  step(state, gesture: Gesture, scene) {
    if (gesture.type !== 'down') return { state };
    const [x, y] = rounded(clamped(gesture.at, scene));
    return { state, geometry: { kind: 'imaging.point', version: 1, slice: scene.slice, x, y } };
  },
};

/** A click anywhere, or Enter, marks the slice as a whole. */
export const wholeTool: Tool<null> = {
  start: null,
  isBusy: () => false,
  step: (state, gesture, scene) =>
    gesture.type === 'down' || gesture.type === 'enter' ? { state, geometry: { kind: 'imaging.whole', version: 1, slice: scene.slice } } : { state },
};

function spanned(from: Point, to: Point): [left: number, top: number, width: number, height: number] {
  const [a, b] = [rounded(from), rounded(to)];
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), hundredth(Math.abs(a[0] - b[0])), hundredth(Math.abs(a[1] - b[1]))];
}

function squared(from: Point, to: Point): Point {
  const side = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]));
  return [from[0] + Math.sign(to[0] - from[0] || 1) * side, from[1] + Math.sign(to[1] - from[1] || 1) * side];
}

function octant(from: Point, to: Point): Point {
  const angle = Math.round(Math.atan2(to[1] - from[1], to[0] - from[0]) / (Math.PI / 4)) * (Math.PI / 4);
  const length = distance(from, to);
  return [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length];
}
