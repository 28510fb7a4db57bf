import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { angleTool, polygonTool, polylineTool } from '../../canvas/tools/path.ts';
import { boxTool, ellipseTool, lengthTool, pointTool, wholeTool } from '../../canvas/tools/drag-shape.ts';
import { gripAt, selectTool } from '../../canvas/tools/select.ts';
import type { Draft, Gesture, Scene, Step, Tool } from '../../canvas/tools/tool.ts';

// A tool's state is its own affair: it only ever meets the state that it gave itself.
const erased = <State>(tool: Tool<State>): Tool<unknown> => tool as unknown as Tool<unknown>;

const tools: Readonly<Record<string, Tool<unknown>>> = {
  select: erased(selectTool),
  'imaging.box': erased(boxTool),
  'imaging.ellipse': erased(ellipseTool),
  'imaging.polygon': erased(polygonTool),
  'imaging.polyline': erased(polylineTool),
  'imaging.point': erased(pointTool),
  'imaging.length': erased(lengthTool),
  'imaging.angle': erased(angleTool),
  'imaging.whole': erased(wholeTool),
};

export const isDrawing = (tool: string): boolean => tool.startsWith('imaging.');

/** Tools whose crosshair the arrow keys move. */
export const hasCrosshair = (tool: string): boolean => isDrawing(tool) || tool === 'link' || tool === 'comment';

export interface ToolRunner {
  readonly use: (tool: string) => void;
  /**
   * @param by the keyboard places exactly where its crosshair is: it never takes hold of a grip there
   * @returns whether what the tool itself shows may be another now
   */
  readonly gesture: (gesture: Gesture, scene: Scene, by: 'hand' | 'keys') => boolean;
  readonly isBusy: () => boolean;
  readonly draft: () => Draft | undefined;
  /** the grip that the arrow keys move, while points are edited from the keyboard */
  readonly grip: () => string | undefined;
}

export interface Acts {
  readonly step: (step: Step<unknown>) => void;
  readonly link: (from: AnnotationId, to: AnnotationId) => void;
}

/**
 * Runs the tool in use. While a drawing tool is idle, a press on a grip of the selected mark reshapes that mark: what was just drawn can
 * be mended without changing tools. Linking takes two marks, one after the other.
 */
export function createToolRunner(acts: Acts): ToolRunner {
  let name = 'select';
  let state: unknown = selectTool.start;
  let isBorrowed = false; // the select tool acts for a drawing tool, until the button is up
  let draft: Draft | undefined;
  let linkFrom: AnnotationId | undefined;
  const tool = (): Tool<unknown> | undefined => tools[isBorrowed ? 'select' : name];

  const run = (gesture: Gesture, scene: Scene): void => {
    const current = tool();
    if (!current) return;
    const step = current.step(state, gesture, scene);
    state = step.state;
    draft = step.draft;
    acts.step(step);
  };
  const link = (gesture: Gesture, scene: Scene): void => {
    if (gesture.type === 'escape') linkFrom = undefined;
    if (gesture.type !== 'down') return;
    const hit = scene.hit(gesture.at);
    if (hit && linkFrom && hit.id !== linkFrom) acts.link(linkFrom, hit.id);
    linkFrom = hit && !linkFrom ? hit.id : undefined;
    acts.step({ state, selection: linkFrom ? [linkFrom] : [] });
  };

  const useTool = (gesture: Gesture, scene: Scene, by: 'hand' | 'keys'): void => {
    const isIdle = !(tool()?.isBusy(state) ?? false);
    if (by === 'hand' && gesture.type === 'down' && isIdle && isDrawing(name) && !isBorrowed && gripAt(gesture.at, scene)) {
      isBorrowed = true;
      state = selectTool.start;
    }
    run(gesture, scene);
    if (isBorrowed && gesture.type === 'up') {
      isBorrowed = false;
      state = tools[name]?.start;
    }
  };

  return {
    use: (next) => {
      if (next === name) return;
      name = next;
      isBorrowed = false;
      draft = undefined;
      linkFrom = undefined;
      state = tools[name]?.start;
    },
    gesture: (gesture, scene, by) => {
      const before = { state, draft };
      if (name === 'link') link(gesture, scene);
      else useTool(gesture, scene, by);
      return draft !== before.draft || (gesture.type !== 'move' && state !== before.state);
    },
    isBusy: () => linkFrom !== undefined || (tool()?.isBusy(state) ?? false),
    draft: () => draft,
    grip: () => (name === 'select' && typeof state === 'object' && state !== null && 'grip' in state && typeof state.grip === 'string' && !('from' in state) ? state.grip : undefined),
  };
}
