import type { Annotation, Geometry, Relation } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import type { ComponentType } from 'react';

/** How one mark is drawn. Colour never stands alone: `pattern` and `badge` say the same to those who cannot tell hues apart. */
export interface MarkStyle {
  readonly colour: string; // CSS
  readonly pattern: 'solid' | 'dashed' | 'dotted' | 'dash-dot' | 'double';
  /** a letter on the line: whose reading it is (session screens) */
  readonly badge?: string;
  readonly isFaint?: boolean;
}

/** One annotation on the screen. `layer` tells readings apart on the session screen; on the annotate screen there is one. */
export interface ViewerMark {
  readonly key: string; // unique among all marks shown
  readonly annotation: Annotation;
  readonly style: MarkStyle;
  readonly title: string; // label and measure, shown beside the mark
  readonly layer: string;
  readonly isEditable: boolean;
  readonly isHidden: boolean;
  readonly isLocked: boolean;
}

/** Somebody else's cursor, in source coordinates of the modality. */
export interface RemotePointer {
  readonly user: string;
  readonly name: string;
  readonly colour: string;
  readonly at: Geometry;
}

export interface CommentPin {
  readonly comment: string;
  readonly number: number;
  readonly at: Geometry;
}

/** What every viewer is given. It renders values and answers with gestures; it never holds a shared type. */
export interface ViewerProps {
  readonly item: Item;
  readonly marks: readonly ViewerMark[];
  readonly relations: readonly Relation[];
  readonly pins: readonly CommentPin[];
  readonly pointers: readonly RemotePointer[];
  readonly selection: readonly AnnotationId[];
  readonly onSelect: (ids: readonly AnnotationId[]) => void;
  /** a tool's id from `tools`, such as `select` or `imaging.box` */
  readonly tool: string;
  readonly onTool: (tool: string) => void;
  /** the label a new mark gets; `undefined`: none chosen, drawing asks for one */
  readonly label: Label | undefined;
  /**
   * a finished gesture that makes a new mark: the screen gives it id, label, protocol version and order
   * @returns how the mark is drawn, once it is in the document; `undefined` where none is made, or not yet, or one is changed
   */
  readonly onDraw: (geometry: Geometry, source: string) => MarkStyle | undefined;
  /** anything else a gesture changes */
  readonly onOps: (ops: readonly Op[]) => void;
  /** pins a comment at a place */
  readonly onComment: (at: Geometry, source: string) => void;
  readonly onOpenComment: (comment: string) => void;
  /** links two annotations (the relation's type is asked by the screen) */
  readonly onLink: (from: AnnotationId, to: AnnotationId) => void;
  /** the view as plain JSON of the modality (slice, window, zoom, scroll …): for following, sharing and coming back */
  readonly view: unknown;
  readonly onView: (view: unknown) => void;
  readonly onPointer: (at: Geometry | undefined) => void;
  readonly isReadOnly: boolean;
}

export interface ViewerTool {
  readonly id: string;
  readonly title: string;
  /** `KeyboardEvent.code` such as `KeyB` */
  readonly key: string;
  readonly icon: ComponentType<{ size?: number }>;
  /** the geometry kind it draws; absent for tools that only look or select */
  readonly kind?: string;
}

/** The client half of a modality. */
export interface ClientModality {
  readonly id: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly tools: readonly ViewerTool[];
  /** the view in which these marks stand in the middle, everything else as in `from`; `undefined` where they have no place */
  viewOn(geometries: readonly Geometry[], meta: unknown, from: unknown): unknown;
  /** lazy: the viewer's code is fetched when it is first needed */
  readonly Viewer: ComponentType<ViewerProps>;
  /** Begins to fetch the viewer, for who knows that it will be needed */
  readonly fetchViewer: () => void;
  /** Makes ready what the viewer shows first of an item, and keeps it so until it is let go by what this gives. A failure is told when the item is opened. */
  readonly prepare: (item: Item) => () => void;
}
