import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { apply, type Matrix } from '../../../canvas/matrix.ts';
import { outlineOf } from '../../../canvas/outline.ts';
import type { Handle } from '../../../canvas/handles.ts';
import type { Draft } from '../../../canvas/tools/tool.ts';
import type { MarkStyle } from '../../contract.ts';
import { canvasFont, casing, cssColour, dashOf, lineWidth } from './mark-style.ts';

interface ImageSize {
  readonly columns: number;
  readonly rows: number;
}

const strokeTwice = (context: CanvasRenderingContext2D, path: Path2D, colour: string, width: number): void => {
  const dash = context.getLineDash();
  context.setLineDash([]);
  context.strokeStyle = 'rgba(0, 0, 0, 0.8)';
  context.lineWidth = width + 2 * casing;
  context.stroke(path);
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke(path);
};

/** One geometry in CSS pixels, each line with its casing. */
export function drawGeometry(context: CanvasRenderingContext2D, geometry: ImagingGeometry, style: MarkStyle, matrix: Matrix, image: ImageSize, width = lineWidth): void {
  const { points, isClosed } = outlineOf(geometry, image);
  const path = new Path2D();
  points.forEach((point, i) => {
    const [x, y] = apply(matrix, point);
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  if (isClosed) path.closePath();
  context.setLineDash([...dashOf(style.pattern)]);
  context.lineJoin = 'round';
  if (geometry.kind === 'imaging.point') drawCross(context, apply(matrix, [geometry.x, geometry.y]), cssColour(style.colour));
  else strokeTwice(context, path, cssColour(style.colour), width);
  context.setLineDash([]);
}

export function drawCross(context: CanvasRenderingContext2D, [x, y]: Point, colour: string): void {
  const path = new Path2D();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    path.moveTo(x + dx * 2.5, y + dy * 2.5);
    path.lineTo(x + dx * 8, y + dy * 8);
  }
  strokeTwice(context, path, colour, lineWidth);
}

/** What is being drawn, with a grip at each place already set. */
export function drawDraft(context: CanvasRenderingContext2D, draft: Draft, style: MarkStyle, matrix: Matrix, image: ImageSize): void {
  if (draft.geometry) drawGeometry(context, draft.geometry, style, matrix, image);
  for (const point of draft.points) {
    const [x, y] = apply(matrix, point);
    context.fillStyle = '#000';
    context.strokeStyle = '#f5f3ee';
    context.lineWidth = 1.5;
    context.fillRect(x - 3.5, y - 3.5, 7, 7);
    context.strokeRect(x - 3.5, y - 3.5, 7, 7);
  }
}

/** Grips: square at points, round at sides; small ones between points, where points are not too near to be told apart. */
export function drawGrips(context: CanvasRenderingContext2D, handles: readonly Handle[], matrix: Matrix): void {
  let before: Point | undefined;
  context.fillStyle = '#000';
  context.strokeStyle = '#f5f3ee';
  for (const { at, role } of handles) {
    const [x, y] = apply(matrix, at);
    const isTold = role !== 'add' || before === undefined || Math.hypot(x - before[0], y - before[1]) > 14;
    before = [x, y];
    if (!isTold) continue;
    const half = role === 'add' ? 2.5 : 3.5;
    context.globalAlpha = role === 'add' ? 0.75 : 1;
    context.lineWidth = role === 'add' ? 1 : 1.5;
    context.beginPath();
    if (role === 'side') context.arc(x, y, half, 0, 2 * Math.PI);
    else context.rect(x - half, y - half, 2 * half, 2 * half);
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The keyboard's pointer: hairlines across the film, open around the place itself. */
export function drawCrosshair(context: CanvasRenderingContext2D, at: Point, matrix: Matrix, size: { width: number; height: number }): void {
  const [x, y] = apply(matrix, at);
  const path = new Path2D();
  for (const [x0, y0, x1, y1] of [[0, y, x - 9, y], [x + 9, y, size.width, y], [x, 0, x, y - 9], [x, y + 9, x, size.height]] as const) {
    path.moveTo(x0, y0);
    path.lineTo(x1, y1);
  }
  path.moveTo(x + 1.5, y);
  path.arc(x, y, 1.5, 0, 2 * Math.PI);
  strokeTwice(context, path, '#f5f3ee', 1);
}

/** A numbered comment at its place. */
export function drawPin(context: CanvasRenderingContext2D, [x, y]: Point, number: number): void {
  context.beginPath();
  context.arc(x, y, pinRadius, 0, 2 * Math.PI);
  context.fillStyle = '#e6e4df';
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = '#000';
  context.stroke();
  context.fillStyle = '#0b0b0b';
  context.font = canvasFont(700);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(number), x, y + 1);
}

export const pinRadius = 11;

/** Somebody else's cursor with their name. */
export function drawPointer(context: CanvasRenderingContext2D, [x, y]: Point, name: string, colour: string): void {
  const arrow = new Path2D(`M${x} ${y}l4.500 17 4-6.500 7.300-2.400z`);
  context.lineJoin = 'round';
  strokeTwice(context, arrow, '#000', 1.5);
  context.fillStyle = cssColour(colour);
  context.fill(arrow);
  context.font = canvasFont(600);
  const width = context.measureText(name).width + 16;
  context.beginPath();
  context.roundRect(x + 12, y + 16, width, 20, 3);
  context.fill();
  context.strokeStyle = '#000';
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = '#0b0b0b';
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(name, x + 20, y + 27);
}

/** A mark's line as it lies on the screen, of so many points that a name finds its corners. */
export function lineOnScreen(geometry: ImagingGeometry, matrix: Matrix, image: ImageSize): readonly Point[] {
  const { points } = outlineOf(geometry, image);
  const few = points.length > 60 ? points.filter((_, i) => i % Math.ceil(points.length / 60) === 0) : points;
  const line = few.map((point) => apply(matrix, point));
  return geometry.kind === 'imaging.whole' ? line.map(([x, y]): Point => [x + 8, y + 36]) : line;
}
