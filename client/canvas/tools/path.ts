import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { distance, rounded, simplified } from '../points.ts';
import { clamped, reach, type Scene, type Step, type Tool } from './tool.ts';

/** `traced`: how many of the points were drawn with the button held since it went down. */
export interface PathState {
  readonly points: readonly Point[];
  readonly hover: Point | undefined;
  readonly traced: number;
}

interface PathRule {
  readonly isClosed: boolean;
  readonly least: number;
  /** finishes by itself at so many points */
  readonly most: number;
  readonly make: (points: readonly Point[], slice: number) => ImagingGeometry;
}

const idle: PathState = { points: [], hover: undefined, traced: 0 };

/**
 * Point after point by clicks, or traced with the button held. Enter or a double click finishes; a polygon also by clicking its first
 * point. Backspace takes the last point back, Esc all of them.
 */
function pathTool(rule: PathRule): Tool<PathState> {
  return {
    start: idle,
    isBusy: (state) => state.points.length > 0,
    step(state, gesture, scene) {
      switch (gesture.type) {
        case 'down':
          return placed(rule, state, clamped(gesture.at, scene), scene);
        case 'move':
          return gesture.isHeld ? traced(rule, state, clamped(gesture.at, scene), scene) : shown(rule, { ...state, hover: clamped(gesture.at, scene) }, scene);
        case 'up':
          return lifted(rule, state, scene);
        case 'double':
        case 'enter':
          return finished(rule, state, scene);
        case 'backspace':
          return shown(rule, { ...state, points: state.points.slice(0, -1), traced: 0 }, scene);
        case 'escape':
          return { state: idle };
        default:
          return shown(rule, state, scene);
      }
    },
  };
}

function placed(rule: PathRule, state: PathState, at: Point, scene: Scene): Step<PathState> {
  const { points } = state;
  const [first, last] = [points[0], points.at(-1)];
  if (rule.isClosed && first && points.length >= rule.least && distance(first, at) <= reach.close * scene.pixel) return finished(rule, state, scene);
  if (last && distance(last, at) <= scene.pixel) return shown(rule, state, scene); // the second press of a double click
  const next: PathState = { points: [...points, rounded(at)], hover: at, traced: 0 };
  return next.points.length >= rule.most ? finished(rule, next, scene) : shown(rule, next, scene);
}

function traced(rule: PathRule, state: PathState, at: Point, scene: Scene): Step<PathState> {
  const last = state.points.at(-1);
  const isFar = last !== undefined && distance(last, at) > reach.drag * scene.pixel;
  const mayTrace = isFar && rule.most === Infinity;
  return shown(rule, mayTrace ? { points: [...state.points, rounded(at)], hover: at, traced: state.traced + 1 } : { ...state, hover: at }, scene);
}

/** What was traced loses the points nobody would miss; a ring traced back to its start is finished. */
function lifted(rule: PathRule, state: PathState, scene: Scene): Step<PathState> {
  if (state.traced < 2) return shown(rule, { ...state, traced: 0 }, scene);
  const from = state.points.length - state.traced - 1;
  const points = [...state.points.slice(0, from), ...simplified(state.points.slice(from), 0.75 * scene.pixel)];
  const [first, last] = [points[0], points.at(-1)];
  const isBack = first && last && points.length > rule.least && distance(first, last) <= 2 * reach.close * scene.pixel;
  const next: PathState = { ...state, points, traced: 0 };
  return rule.isClosed && isBack && state.traced > 8 ? finished(rule, next, scene) : shown(rule, next, scene);
}

function finished(rule: PathRule, state: PathState, scene: Scene): Step<PathState> {
  if (state.points.length < rule.least) return shown(rule, state, scene);
  return { state: idle, geometry: rule.make(state.points, scene.slice) };
}

function shown(rule: PathRule, state: PathState, scene: Scene): Step<PathState> {
  if (state.points.length === 0) return { state };
  const points = state.hover ? [...state.points, state.hover] : state.points;
  const open: ImagingGeometry = { kind: 'imaging.polyline', version: 1, slice: scene.slice, points: [...points] };
  const geometry = points.length >= rule.least && rule.isClosed ? rule.make(points, scene.slice) : open;
  return { state, draft: { points: state.points, ...(points.length > 1 && { geometry }) } };
}

export const polygonTool = pathTool({
  isClosed: true, least: 3, most: Infinity,
  make: (points, slice) => ({ kind: 'imaging.polygon', version: 1, slice, points: [...points] }),
});

export const polylineTool = pathTool({
  isClosed: false, least: 2, most: Infinity,
  make: (points, slice) => ({ kind: 'imaging.polyline', version: 1, slice, points: [...points] }),
});

/** Three clicks: an arm, the vertex, the other arm. */
export const angleTool = pathTool({
  isClosed: false, least: 3, most: 3,
  make: ([from = [0, 0], vertex = [0, 0], to = [0, 0]], slice) => ({ kind: 'imaging.angle', version: 1, slice, from, vertex, to }),
});
