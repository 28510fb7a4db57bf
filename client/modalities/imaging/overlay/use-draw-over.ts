import { type Matrix, apply } from '../../../canvas/matrix.ts';
import { handlesOf } from '../../../canvas/handles.ts';
import type { MarkStyle, ViewerProps } from '../../contract.ts';
import type { Film } from '../film.ts';
import { geometryOf, type ImagingMark } from '../scene.ts';
import type { Drawing } from '../use-drawing.ts';
import { drawCrosshair, drawDraft, drawGeometry, drawPin, drawPointer, lineOnScreen } from './draw-live.ts';
import { lineWidth } from './mark-style.ts';
import type { Plate } from './place-plates.ts';
import { drawPlates } from './plates.ts';
import { useRemotePointers } from './use-remote-pointers.ts';

/** So many names at most stand on the film at once; beyond, only those of what is selected or under the pointer. */
const mostPlates = 80;

/** What is drawn over the marks in every frame, from the latest values. */
export function useDrawOver(film: Film, drawing: Drawing, props: ViewerProps, visible: readonly ImagingMark[], slice: number): (context: CanvasRenderingContext2D, matrix: Matrix) => void {
  const pointers = useRemotePointers(film, props.pointers, slice);
  const isSelected = ({ mark }: ImagingMark): boolean => props.selection.includes(mark.annotation.id);
  return (context, matrix) => {
    const size = film.size();
    const hovered = drawing.hovered();
    if (hovered && !isSelected(hovered)) drawGeometry(context, hovered.geometry, hovered.mark.style, matrix, size, lineWidth + 1);
    const draft = drawing.runner.draft();
    const named = visible.length <= mostPlates ? visible : visible.filter((one) => isSelected(one) || one === hovered);
    drawPlates(context, named.filter(({ mark }) => mark.annotation.id !== draft?.replaces).map((one) => plateOf(one, matrix, film, isSelected(one))), size);
    if (draft) drawDraft(context, draft, draftStyle(props, visible, draft.replaces), matrix, size);
    drawChosenGrip(context, drawing.runner.grip(), visible.filter(isSelected), matrix);
    for (const pin of props.pins) {
      const place = geometryOf(pin.at);
      if (place?.kind === 'imaging.point' && place.slice === slice) drawPin(context, apply(matrix, [place.x, place.y]), pin.number);
    }
    for (const pointer of pointers()) drawPointer(context, apply(matrix, [...pointer.at]), pointer.name, pointer.colour);
    const crosshair = drawing.crosshair();
    if (crosshair) drawCrosshair(context, crosshair, matrix, size);
  };
}

function plateOf({ mark, geometry }: ImagingMark, matrix: Matrix, film: Film, isSelected: boolean): Plate {
  const { title, style } = mark;
  return { line: lineOnScreen(geometry, matrix, film.size()), title, colour: style.colour, badge: style.isFaint && title === '' ? undefined : style.badge, isSelected };
}

function draftStyle(props: ViewerProps, visible: readonly ImagingMark[], replaces: string | undefined): MarkStyle {
  const changed = visible.find(({ mark }) => mark.annotation.id === replaces);
  if (changed) return changed.mark.style;
  return props.label ? { colour: `var(--l${props.label.colour})`, pattern: props.label.pattern } : { colour: '#f5f3ee', pattern: 'dashed' };
}

/** The point that the arrow keys move stands out. */
function drawChosenGrip(context: CanvasRenderingContext2D, grip: string | undefined, selected: readonly ImagingMark[], matrix: Matrix): void {
  const [first] = selected;
  const handle = grip === undefined || !first ? undefined : handlesOf(first.geometry).find(({ id }) => id === grip);
  if (!handle) return;
  const [x, y] = apply(matrix, handle.at);
  context.fillStyle = '#f5f3ee';
  context.fillRect(x - 5, y - 5, 10, 10);
  context.strokeStyle = '#000';
  context.lineWidth = 1.5;
  context.strokeRect(x - 5, y - 5, 10, 10);
}
