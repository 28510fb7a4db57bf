import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';

/** What a hand, or the keyboard's crosshair, does. Places are image pixels; the canvas and its zoom are not known here. */
export type Gesture =
  | { readonly type: 'down' | 'double'; readonly at: Point; readonly isShift: boolean; readonly isRemoving: boolean }
  | { readonly type: 'move'; readonly at: Point; readonly isShift: boolean; readonly isHeld: boolean }
  | { readonly type: 'up'; readonly at: Point; readonly isShift: boolean }
  | { readonly type: 'enter' | 'backspace' | 'escape' | 'delete' | 'insert' }
  | { readonly type: 'nudge'; readonly dx: number; readonly dy: number }
  | { readonly type: 'next grip'; readonly by: 1 | -1 };

export interface SceneMark {
  readonly id: AnnotationId;
  readonly geometry: ImagingGeometry;
  readonly isEditable: boolean;
}

/** What a tool may know of the picture it works on. */
export interface Scene {
  readonly slice: number;
  readonly columns: number;
  readonly rows: number;
  /** one CSS pixel in image pixels, so that nearness is that of the hand, not of the image */
  readonly pixel: number;
  readonly selected: readonly SceneMark[];
  readonly hit: (at: Point) => SceneMark | undefined;
}

/** What is being drawn or changed and is not yet in the document. `replaces`: hides that mark meanwhile. */
export interface Draft {
  readonly geometry?: ImagingGeometry;
  readonly replaces?: AnnotationId;
  /** grips shown while there is no whole geometry yet */
  readonly points: readonly Point[];
}

export interface Step<State> {
  readonly state: State;
  readonly draft?: Draft;
  /** a finished new mark */
  readonly geometry?: ImagingGeometry;
  readonly ops?: readonly Op[];
  readonly selection?: readonly AnnotationId[];
}

/** A tool decides, from values to values: the viewer carries out what a step says. */
export interface Tool<State> {
  readonly start: State;
  readonly step: (state: State, gesture: Gesture, scene: Scene) => Step<State>;
  readonly isBusy: (state: State) => boolean;
}

/** How near counts as on it, CSS pixels. */
export const reach = { grip: 9, line: 6, drag: 4, close: 10 } as const;

/** Inside the image, its far edges included: [0, columns] x [0, rows]. */
export const clamped = ([x, y]: Point, { columns, rows }: { columns: number; rows: number }): Point => [
  Math.min(columns, Math.max(0, x)), Math.min(rows, Math.max(0, y)),
];
