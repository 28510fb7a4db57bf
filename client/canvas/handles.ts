import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { apply, inverse, multiply, rotation, translation } from './matrix.ts';
import { distance, middle } from './points.ts';

/** A grip on a mark, in image pixels. `add` stands between two points and becomes one when it is dragged. */
export interface Handle {
  readonly id: string;
  readonly at: Point;
  readonly role: 'point' | 'side' | 'add';
}

/** Grips in the order in which Tab visits them; none for a mark of the whole image. */
export function handlesOf(geometry: ImagingGeometry): readonly Handle[] {
  switch (geometry.kind) {
    case 'imaging.box':
      return boxHandles(geometry);
    case 'imaging.polygon':
      return [...pointHandles(geometry.points), ...addHandles(geometry.points, true)];
    case 'imaging.polyline':
      return [...pointHandles(geometry.points), ...addHandles(geometry.points, false)];
    case 'imaging.ellipse':
      return ellipseHandles(geometry);
    case 'imaging.point':
      return pointHandles([[geometry.x, geometry.y]]);
    case 'imaging.length':
      return pointHandles([geometry.from, geometry.to]);
    case 'imaging.angle':
      return pointHandles([geometry.from, geometry.vertex, geometry.to]);
    case 'imaging.whole':
      return [];
  }
}

/** The grip under a place within `tolerance` image pixels: points before sides before additions. */
export function handleAt(geometry: ImagingGeometry, at: Point, tolerance: number): Handle | undefined {
  const rank = { point: 0, side: 1, add: 2 };
  return handlesOf(geometry)
    .filter((handle) => distance(handle.at, at) <= tolerance)
    .sort((a, b) => rank[a.role] - rank[b.role] || distance(a.at, at) - distance(b.at, at))[0];
}

type Box = ImagingGeometry & { kind: 'imaging.box' };
type Ellipse = ImagingGeometry & { kind: 'imaging.ellipse' };

function boxHandles({ x, y, width, height }: Box): Handle[] {
  const [right, bottom] = [x + width, y + height];
  const [cx, cy] = middle([x, y], [right, bottom]);
  const corner = (id: string, at: Point): Handle => ({ id, at, role: 'point' });
  const side = (id: string, at: Point): Handle => ({ id, at, role: 'side' });
  return [
    corner('nw', [x, y]), side('n', [cx, y]), corner('ne', [right, y]), side('e', [right, cy]),
    corner('se', [right, bottom]), side('s', [cx, bottom]), corner('sw', [x, bottom]), side('w', [x, cy]),
  ];
}

function ellipseHandles(ellipse: Ellipse): Handle[] {
  const place = ellipseToImage(ellipse);
  const side = (id: string, x: number, y: number): Handle => ({ id, at: apply(place, [x, y]), role: 'side' });
  const { radiusX, radiusY } = ellipse;
  return [side('n', 0, -radiusY), side('e', radiusX, 0), side('s', 0, radiusY), side('w', -radiusX, 0), { id: 'turn', at: apply(place, [radiusX * Math.SQRT1_2, -radiusY * Math.SQRT1_2]), role: 'point' }];
}

export const ellipseToImage = ({ x, y, rotation: radians }: Ellipse) => multiply(translation(x, y), rotation(radians));
export const imageToEllipse = (ellipse: Ellipse) => inverse(ellipseToImage(ellipse));

const pointHandles = (points: readonly Point[]): Handle[] => points.map((at, i) => ({ id: `p${i}`, at, role: 'point' }));

/** `a3` lies between the points 3 and 4. */
function addHandles(points: readonly Point[], isClosed: boolean): Handle[] {
  return points.flatMap((point, i): Handle[] => {
    const next = points[i + 1] ?? (isClosed ? points[0] : undefined);
    return next ? [{ id: `a${i}`, at: middle(point, next), role: 'add' }] : [];
  });
}
