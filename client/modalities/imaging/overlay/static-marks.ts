import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { apply, type Matrix, multiply, scaling } from '../../../canvas/matrix.ts';
import { outlineOf } from '../../../canvas/outline.ts';
import type { MarkStyle } from '../../contract.ts';
import { casing, cssColour, dashOf, lineWidth } from './mark-style.ts';

export interface StaticMark {
  readonly geometry: ImagingGeometry;
  readonly style: MarkStyle;
}

/** Marks of one style as one retained path, and free points, which keep their size on the screen. */
export interface StaticPaths {
  readonly style: MarkStyle;
  readonly path: Path2D;
  readonly points: readonly Point[];
  /** what the path was made of, to know whether it still holds */
  readonly made: readonly ImagingGeometry[];
  readonly image: string;
}

interface ImageSize {
  readonly columns: number;
  readonly rows: number;
  /** a pixel's height over its width */
  readonly pixelAspect: number;
}

/** So many marks share a path: one changed mark rebuilds one path, and 5,000 marks are drawn by 20 calls. */
const perPath = 256;

/**
 * Paths of all marks, at most `perPath` marks of one style each; those of `before` that still hold are used again. Heights are
 * stretched to square pixels, so that the matrix of the view is a similarity of the path and lines keep their width.
 */
export function staticPathsOf(marks: readonly StaticMark[], image: ImageSize, before: readonly StaticPaths[] = []): readonly StaticPaths[] {
  const byStyle = new Map<string, { style: MarkStyle; geometries: ImagingGeometry[] }>();
  for (const { geometry, style } of marks) {
    const key = keyOf(style);
    const group = byStyle.get(key) ?? { style, geometries: [] };
    byStyle.set(key, group);
    group.geometries.push(geometry);
  }
  const size = `${image.columns} ${image.rows} ${image.pixelAspect}`;
  const known = new Map(before.map((paths) => [paths.made[0], paths]));
  return [...byStyle.values()].flatMap(({ style, geometries }) =>
    chunks(geometries).map((made): StaticPaths => {
      const old = known.get(made[0]);
      const holds = old?.image === size && old.made.length === made.length && old.made.every((geometry, i) => geometry === made[i]);
      return old && holds ? { ...old, style } : { style, made, image: size, ...traced(made, image) };
    }),
  );
}

/** The marks at the end of `now` that `before` has not, where all others look as they did: they can be drawn over what was drawn of it. */
export function addedTo(before: readonly StaticMark[], now: readonly StaticMark[]): readonly StaticMark[] | undefined {
  const areKept = before.every((mark, i) => now[i] !== undefined && looksLike(mark, now[i]));
  return areKept ? now.slice(before.length) : undefined;
}

/** One that was drawn before the document gave it back is the same, though another object. */
const looksLike = (a: StaticMark, b: StaticMark): boolean => keyOf(a.style) === keyOf(b.style) && (a.geometry === b.geometry || JSON.stringify(a.geometry) === JSON.stringify(b.geometry));

const keyOf = ({ colour, pattern, isFaint = false }: MarkStyle): string => `${colour} ${pattern} ${isFaint}`;

const chunks = <T>(all: readonly T[]): T[][] => Array.from({ length: Math.ceil(all.length / perPath) }, (_, i) => all.slice(i * perPath, (i + 1) * perPath));

function traced(geometries: readonly ImagingGeometry[], image: ImageSize): { path: Path2D; points: readonly Point[] } {
  const path = new Path2D();
  const points: Point[] = [];
  for (const geometry of geometries) {
    const outline = outlineOf(geometry, image);
    if (geometry.kind === 'imaging.point') points.push(...outline.points);
    else addOutline(path, outline.points, outline.isClosed, image.pixelAspect);
  }
  return { path, points };
}

function addOutline(path: Path2D, points: readonly Point[], isClosed: boolean, aspect: number): void {
  let isFirst = true;
  for (const [x, y] of points) {
    if (isFirst) path.moveTo(x, y * aspect);
    else path.lineTo(x, y * aspect);
    isFirst = false;
  }
  if (isClosed) path.closePath();
}

/** Draws into a context whose units are CSS pixels times `ratio`. Two strokes a style: black casing, then the line. */
export function drawStatic(context: CanvasRenderingContext2D, all: readonly StaticPaths[], matrix: Matrix, image: ImageSize, ratio: number): void {
  const square = multiply(multiply(scaling(ratio, ratio), matrix), scaling(1, 1 / image.pixelAspect));
  const scale = Math.sqrt(Math.abs(square[0] * square[3] - square[1] * square[2])) / ratio;
  context.save();
  context.lineJoin = 'round';
  for (const { style, path, points } of all) {
    context.globalAlpha = style.isFaint ? 0.55 : 1;
    context.setTransform(...square);
    strokeLine(context, (width, dash) => strokePath(context, path, width / scale, dash.map((length) => length / scale)), style);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const cross = crossesAt(points.map((point) => apply(matrix, point)));
    strokeLine(context, (width, dash) => strokePath(context, cross, width, dash), { ...style, pattern: style.pattern === 'double' ? 'double' : 'solid' });
  }
  context.restore();
}

/** The strokes that make one line of a style, from the casing up; the consensus is a double line. */
function strokeLine(context: CanvasRenderingContext2D, stroke: (width: number, dash: readonly number[]) => void, style: MarkStyle): void {
  const colour = cssColour(style.colour);
  const line = (strokeStyle: string, width: number, dash: readonly number[] = []): void => {
    context.strokeStyle = strokeStyle;
    stroke(width, dash);
  };
  const width = style.pattern === 'double' ? 5.5 : lineWidth;
  line('rgba(0, 0, 0, 0.8)', width + 2 * casing);
  line(colour, width, dashOf(style.pattern));
  if (style.pattern === 'double') line('#000', 2);
}

function strokePath(context: CanvasRenderingContext2D, path: Path2D, width: number, dash: readonly number[]): void {
  context.lineWidth = width;
  context.setLineDash([...dash]);
  context.stroke(path);
}

/** Key points: an open cross of 7 px arms, its middle free so that what is marked stays visible. */
function crossesAt(places: readonly Point[]): Path2D {
  const path = new Path2D();
  for (const [x, y] of places) {
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      path.moveTo(x + dx * 2.5, y + dy * 2.5);
      path.lineTo(x + dx * 8, y + dy * 8);
    }
  }
  return path;
}
