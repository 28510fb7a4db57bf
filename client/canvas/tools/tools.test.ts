import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { describe, expect, it } from 'vitest';
import { boxTool, ellipseTool, lengthTool, pointTool, wholeTool } from './drag-shape.ts';
import { angleTool, polygonTool, polylineTool } from './path.ts';
import { selectTool } from './select.ts';
import type { Gesture, Scene, SceneMark, Step, Tool } from './tool.ts';

const scene: Scene = { slice: 2, columns: 100, rows: 100, pixel: 1, selected: [], hit: () => undefined };
const down = (x: number, y: number, more: { isShift?: boolean; isRemoving?: boolean } = {}): Gesture => ({ type: 'down', at: [x, y], isShift: false, isRemoving: false, ...more });
const move = (x: number, y: number, isHeld = false): Gesture => ({ type: 'move', at: [x, y], isShift: false, isHeld });
const up = (x: number, y: number): Gesture => ({ type: 'up', at: [x, y], isShift: false });
const click = (x: number, y: number): Gesture[] => [down(x, y), up(x, y)];
const key = (type: 'enter' | 'backspace' | 'escape' | 'delete' | 'insert'): Gesture => ({ type });

/** All steps of a tool through gestures; the last is what counts. */
function run<State>(tool: Tool<State>, gestures: readonly Gesture[], on: Scene = scene): Step<State>[] {
  let state = tool.start;
  return gestures.map((gesture) => {
    const step = tool.step(state, gesture, on);
    state = step.state;
    return step;
  });
}
const drawn = <State>(tool: Tool<State>, gestures: readonly Gesture[], on?: Scene): ImagingGeometry[] => run(tool, gestures, on).flatMap(({ geometry }) => geometry ?? []);

describe('tools of two places', () => {
  const box = { kind: 'imaging.box', version: 1, slice: 2, x: 10, y: 20, width: 30, height: 20 };
  it('[DRAW1] a box dragged and a box clicked corner by corner are the same', () => {
    expect(drawn(boxTool, [down(40, 40), move(20, 30, true), up(10, 20)])).toEqual([box]);
    expect(drawn(boxTool, [...click(10, 20), move(25, 25), ...click(40, 40)])).toEqual([box]);
    expect(drawn(boxTool, [...click(10, 20), move(40, 40), key('enter')])).toEqual([box]);
  });
  it('[DRAW1] shows what would be drawn while it is drawn', () => {
    expect(run(boxTool, [down(10, 20), move(40, 40, true)]).at(-1)?.draft?.geometry).toEqual(box);
  });
  it('[DRAW1] an ellipse fills the rectangle dragged', () => {
    expect(drawn(ellipseTool, [down(10, 20), up(40, 40)])).toEqual([{ kind: 'imaging.ellipse', version: 1, slice: 2, x: 25, y: 30, radiusX: 15, radiusY: 10, rotation: 0 }]);
  });
  it('[DRAW1] Shift makes a square, and keeps a length level', () => {
    expect(drawn(boxTool, [down(10, 10), { type: 'up', at: [40, 20], isShift: true }])).toMatchObject([{ width: 30, height: 30 }]);
    expect(drawn(lengthTool, [down(10, 10), { type: 'up', at: [40, 12], isShift: true }])).toMatchObject([{ to: [40.07, 10] }]);
  });
  it('[DRAW2] a slip of the hand makes no mark', () => {
    expect(drawn(boxTool, [...click(10, 10), ...click(10.2, 10.2)])).toEqual([]);
    expect(drawn(lengthTool, [...click(10, 10), ...click(10, 10)])).toEqual([]);
  });
  it('[DRAW3] Esc gives up', () => {
    expect(run(boxTool, [...click(10, 10), key('escape')]).at(-1)).toEqual({ state: { type: 'idle' } });
  });
  it('[DRAW5] stays inside the image', () => {
    expect(drawn(boxTool, [down(-20, 50), up(130, 400)])).toMatchObject([{ x: 0, y: 50, width: 100, height: 50 }]);
    expect(drawn(pointTool, [down(120, -1)])).toEqual([{ kind: 'imaging.point', version: 1, slice: 2, x: 100, y: 0 }]);
  });
  it('[DRAW1] the slice as a whole needs one click or Enter', () => {
    expect(drawn(wholeTool, [key('enter')])).toEqual([{ kind: 'imaging.whole', version: 1, slice: 2 }]);
  });
});

describe('paths', () => {
  const corners: Point[] = [[10, 10], [50, 10], [50, 50]];
  const clicks = corners.flatMap(([x, y]) => click(x, y));
  const triangle = { kind: 'imaging.polygon', version: 1, slice: 2, points: corners };
  it('[DRAW3] a polygon is closed by Enter, by a double click and by its first point', () => {
    expect(drawn(polygonTool, [...clicks, key('enter')])).toEqual([triangle]);
    expect(drawn(polygonTool, [...clicks, down(50, 50), up(50, 50), { type: 'double', at: [50, 50], isShift: false, isRemoving: false }])).toEqual([triangle]);
    expect(drawn(polygonTool, [...clicks, ...click(12, 11)])).toEqual([triangle]);
  });
  it('[DRAW3] Backspace takes a point back, Esc all', () => {
    expect(drawn(polygonTool, [...clicks, ...click(90, 90), key('backspace'), key('enter')])).toEqual([triangle]);
    expect(drawn(polygonTool, [...clicks, key('escape'), key('enter')])).toEqual([]);
  });
  it('[DRAW2] two points are no polygon, one no polyline', () => {
    expect(drawn(polygonTool, [...click(1, 1), ...click(9, 9), key('enter')])).toEqual([]);
    expect(drawn(polylineTool, [...click(1, 1), key('enter')])).toEqual([]);
  });
  it('[DRAW3] an angle is done at its third point', () => {
    expect(drawn(angleTool, clicks)).toEqual([{ kind: 'imaging.angle', version: 1, slice: 2, from: [10, 10], vertex: [50, 10], to: [50, 50] }]);
  });
  it('[DRAW4] a traced ring closes itself where it began and keeps its corners', () => {
    const ring: Point[] = [...line([10, 10], [60, 10]), ...line([60, 10], [60, 60]), ...line([60, 60], [10, 60]), ...line([10, 60], [10, 14])];
    const [shape] = drawn(polygonTool, [down(10, 10), ...ring.map(([x, y]) => move(x, y, true)), up(10, 14)]);
    expect(shape?.kind === 'imaging.polygon' && shape.points.length).toBeLessThan(8);
    expect(shape).toMatchObject({ points: expect.arrayContaining([[10, 10], [60, 10], [60, 60], [10, 60]]) });
  });
});

const line = ([x0, y0]: Point, [x1, y1]: Point): Point[] => Array.from({ length: 11 }, (_, i) => [x0 + ((x1 - x0) * i) / 10, y0 + ((y1 - y0) * i) / 10]);

describe('select', () => {
  const mark = (id: string, geometry: ImagingGeometry, isEditable = true): SceneMark => ({ id: id as AnnotationId, geometry, isEditable });
  const box = mark('box', { kind: 'imaging.box', version: 1, slice: 2, x: 20, y: 20, width: 40, height: 40 });
  const ring = mark('ring', { kind: 'imaging.polygon', version: 1, slice: 2, points: [[0, 0], [30, 0], [30, 30], [0, 30]] });
  const over = (hit: SceneMark | undefined, ...selected: SceneMark[]): Scene => ({ ...scene, selected, hit: () => hit });

  it('[SELECT1] click, Shift click and a click beside', () => {
    expect(run(selectTool, [down(40, 40)], over(box)).at(-1)?.selection).toEqual(['box']);
    expect(run(selectTool, [down(40, 40, { isShift: true })], over(box, ring)).at(-1)?.selection).toEqual(['ring', 'box']);
    expect(run(selectTool, [down(40, 40, { isShift: true })], over(box, box)).at(-1)?.selection).toEqual([]);
    expect(run(selectTool, [down(90, 90)], over(undefined, box)).at(-1)?.selection).toEqual([]);
  });
  it('[SELECT2] dragging moves the mark, with a draft on the way', () => {
    const steps = run(selectTool, [down(40, 40), move(50, 45, true), up(50, 45)], over(box));
    expect(steps[1]?.draft).toMatchObject({ replaces: 'box', geometry: { x: 30, y: 25 } });
    expect(steps[2]?.ops).toEqual([{ type: 'set geometry', id: 'box', geometry: { ...box.geometry, x: 30, y: 25 } }]);
  });
  it('[SELECT2] a tremble is a click', () => {
    expect(run(selectTool, [down(40, 40), move(41, 41, true), up(41, 41)], over(box)).at(-1)?.ops).toBeUndefined();
  });
  it('[SELECT2] a grip reshapes; what is not editable stays', () => {
    const drag = [down(20, 20), move(10, 10, true), up(10, 10)];
    expect(run(selectTool, drag, over(box, box)).at(-1)?.ops).toEqual([{ type: 'set geometry', id: 'box', geometry: { ...box.geometry, x: 10, y: 10, width: 50, height: 50 } }]);
    const still = mark('box', box.geometry, false);
    expect(run(selectTool, drag, over(still, still)).at(-1)?.ops).toBeUndefined();
  });
  it('[SELECT2] Ctrl on a point removes it, a drag between two adds one', () => {
    expect(run(selectTool, [down(30, 30, { isRemoving: true })], over(ring, ring)).at(-1)?.ops).toMatchObject([{ geometry: { points: [[0, 0], [30, 0], [0, 30]] } }]);
    expect(run(selectTool, [down(15, 0), move(15, 5, true), up(15, 5)], over(ring, ring)).at(-1)?.ops).toMatchObject([{ geometry: { points: [[0, 0], [15, 5], [30, 0], [30, 30], [0, 30]] } }]);
  });
  it('[SELECT3] arrows move the mark, or the point that Enter and Tab chose', () => {
    const nudge: Gesture = { type: 'nudge', dx: 10, dy: 0 };
    expect(run(selectTool, [nudge], over(undefined, box)).at(-1)?.ops).toMatchObject([{ geometry: { x: 30, y: 20 } }]);
    expect(run(selectTool, [key('enter'), { type: 'next grip', by: 1 }, nudge], over(undefined, ring)).at(-1)?.ops).toMatchObject([{ geometry: { points: [[0, 0], [40, 0], [30, 30], [0, 30]] } }]);
  });
  it('[SELECT3] Insert adds a point after, Delete removes it, or the whole mark', () => {
    expect(run(selectTool, [key('enter'), key('insert')], over(undefined, ring)).at(-1)).toMatchObject({ state: { grip: 'p1' }, ops: [{ geometry: { points: [[0, 0], [15, 0], [30, 0], [30, 30], [0, 30]] } }] });
    expect(run(selectTool, [key('enter'), key('delete')], over(undefined, ring)).at(-1)?.ops).toMatchObject([{ geometry: { points: [[30, 0], [30, 30], [0, 30]] } }]);
    expect(run(selectTool, [key('delete')], over(undefined, ring)).at(-1)?.ops).toEqual([{ type: 'remove annotation', id: 'ring' }]);
  });
  it('[SELECT1] Esc first leaves the points, then the selection', () => {
    const steps = run(selectTool, [key('enter'), key('escape'), key('escape')], over(undefined, ring));
    expect(steps.map(({ selection }) => selection)).toEqual([undefined, undefined, []]);
  });
});
