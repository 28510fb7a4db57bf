import type Konva from 'konva';
import { Konva as konva } from 'konva/lib/Global.js';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { Group, Layer, Line, Shape, Stage } from 'react-konva/lib/ReactKonvaCore.js';
import 'konva/lib/shapes/Line.js';
import { Transform } from 'konva/lib/Util.js';
import { handlesOf } from '../../../canvas/handles.ts';
import type { Matrix } from '../../../canvas/matrix.ts';
import { outlineOf } from '../../../canvas/outline.ts';
import type { Film } from '../film.ts';
import type { ImagingMark } from '../scene.ts';
import { drawGrips } from './draw-live.ts';
import { drawnByFilm } from './drawn-by-film.ts';
import { casing, cssColour, dashOf, lineWidth } from './mark-style.ts';

konva.autoDrawEnabled = false; // the film draws: a node moved by hand must not draw its layer once more in the next frame

export interface LiveOverlayProps {
  readonly film: Film;
  readonly selected: readonly ImagingMark[];
  readonly isReadOnly: boolean;
  readonly width: number;
  readonly height: number;
  /** draws over everything, in CSS pixels: names, drafts, pins, pointers */
  readonly drawOver: (context: CanvasRenderingContext2D, matrix: Matrix) => void;
  /** the mark whose draft is drawn instead of it */
  readonly replaced: string | undefined;
}

/** What is selected as Konva nodes, over them its grips and what moves. Pan and zoom move the nodes by hand, never through React. */
export function LiveOverlay({ film, selected, isReadOnly, width, height, drawOver, replaced }: LiveOverlayProps) {
  const stage = useRef<Konva.Stage>(null);
  const handles = useMemo(() => (isReadOnly || selected.length >= 20 ? [] : selected.filter(isMovable).map((one) => ({ id: one.mark.annotation.id, of: handlesOf(one.geometry) }))), [selected, isReadOnly]);
  const newest = useRef(drawOver);
  newest.current = (context, matrix) => {
    for (const { id, of } of handles) if (id !== replaced) drawGrips(context, of, matrix);
    drawOver(context, matrix);
  };

  useEffect(
    () =>
      film.onPaint((matrix) => {
        if (!stage.current) return;
        place(stage.current, matrix, replaced);
        stage.current.getLayers()[0]?.draw();
      }),
    [film, replaced],
  );
  useEffect(() => film.schedule(), [film, selected, handles, replaced, width, height]);

  const layer = useMemo(() => drawnByFilm(film, width, height), [film, width, height]);
  const outlined = useMemo(() => orNone(selected.filter(hasOutline)), [selected]);
  const draw = useCallback((context: Konva.Context) => newest.current(context._context, film.matrix()), [film]);
  const stageStyle = useMemo(() => ({ position: 'absolute', inset: 0, pointerEvents: 'none' }) as const, []);
  return useMemo(() => (
    <Stage ref={stage} width={0} height={0} listening={false} style={stageStyle}>
      <Layer ref={layer} listening={false}>
        {outlined.map((one) => <SelectedMark key={one.mark.key} one={one} film={film} />)}
        <Shape sceneFunc={draw} listening={false} perfectDrawEnabled={false} />
      </Layer>
    </Stage>
  ), [layer, outlined, film, draw, stageStyle]);
}

/** Without any it is always the same value: nothing for Konva to do. */
const orNone = (marks: readonly ImagingMark[]): readonly ImagingMark[] => (marks.length === 0 ? none : marks);
const none: readonly ImagingMark[] = [];

const isMovable = ({ mark }: ImagingMark): boolean => mark.isEditable && !mark.isLocked;
/** A key point is its cross, which the resting marks show, and its grip. */
const hasOutline = ({ geometry }: ImagingMark): boolean => geometry.kind !== 'imaging.point';

function SelectedMark({ one, film }: { one: ImagingMark; film: Film }) {
  const { geometry, mark } = one;
  const outline = useMemo(() => outlineOf(geometry, film.size()), [geometry, film]);
  const points = useMemo(() => outline.points.flat(), [outline]);
  const line = { points, closed: outline.isClosed, strokeScaleEnabled: false, lineJoin: 'round' as const, listening: false, perfectDrawEnabled: false };
  const colour = cssColour(mark.style.colour);
  return (
    <Group name="mark" id={mark.annotation.id}>
      <Line {...line} stroke="rgba(0,0,0,0.8)" strokeWidth={lineWidth + 0.6 + 2 * casing} />
      <Line {...line} stroke={colour} strokeWidth={lineWidth + 0.6} dash={[...dashOf(mark.style.pattern)]} {...(outline.isClosed && geometry.kind !== 'imaging.whole' ? { fill: `${colour}1a` } : {})} />
    </Group>
  );
}

/** Sets every selected mark to where the matrix puts it. */
function place(stage: Konva.Stage, matrix: Matrix, replaced: string | undefined): void {
  const parts = new Transform([...matrix]).decompose();
  for (const group of stage.find('.mark')) group.setAttrs({ ...parts, visible: group.id() !== replaced });
}
