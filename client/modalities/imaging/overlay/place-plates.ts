import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { boundsOf } from '../../../canvas/outline.ts';

export interface Plate {
  /** the mark's own line, CSS pixels on the film */
  readonly line: readonly Point[];
  /** empty: only the badge is shown, on the line itself */
  readonly title: string;
  readonly colour: string;
  /** a letter or digit before the title, on the mark's colour */
  readonly badge: string | undefined;
  readonly isSelected: boolean;
}

export interface Place {
  readonly plate: Plate;
  readonly shape: 'plate' | 'badge';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export const plateHeight = 20;
export const badgeSize = 24;
const gap = 8;

/**
 * Where names and badges stand so that none lies on another. A name tries the corners of its mark, then its sides; where no place is free
 * only its badge is shown, or nothing. What is selected always has its name. A badge sits on its own line, where that is farthest out.
 * @param widthOf a plate with its title, CSS pixels
 */
export function placePlates(plates: readonly Plate[], widthOf: (plate: Plate) => number, size: Size): readonly Place[] {
  const lines = plates.filter(({ line }) => line.length > 0);
  const middle = middleOf(lines.filter(({ title, badge }) => title === '' && badge !== undefined).flatMap(({ line }) => line));
  const places: Place[] = [];
  const isFree = (place: Place): boolean => places.every((other) => isApart(place, other));
  const freeBadge = (plate: Plate): Place | undefined => {
    const badged = plate.badge === undefined ? [] : badgePlaces(plate, middle, size);
    return badged.find(isFree) ?? (plate.title === '' ? badged[0] : undefined);
  };
  const ordered = [...lines].sort((a, b) => Number(b.isSelected) - Number(a.isSelected) || Number(b.title !== '') - Number(a.title !== ''));
  for (const plate of ordered) {
    const named = plate.title === '' ? [] : namePlaces(plate, widthOf(plate), size);
    const place = named.find(isFree) ?? (plate.isSelected ? named[0] : undefined) ?? freeBadge(plate);
    if (place) places.push(place);
  }
  return places;
}

const isApart = (a: Place, b: Place): boolean => a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height;

function namePlaces(plate: Plate, width: number, size: Size): readonly Place[] {
  const { left, top, right, bottom } = boundsOf(plate.line);
  const [above, below, centre] = [top - plateHeight - gap, bottom + gap, (top + bottom - plateHeight) / 2];
  const corners: readonly Point[] = [[left, above], [left, below], [right - width, above], [right - width, below], [right + gap, centre], [left - width - gap, centre]];
  return corners.map(([x, y]) => ({ plate, shape: 'plate', ...within(x, y, width, plateHeight, size), width, height: plateHeight }));
}

/** Places along the line, farthest from the middle of all first; a point has them around it. */
function badgePlaces(plate: Plate, [midX, midY]: Point, size: Size): readonly Place[] {
  const [only] = plate.line;
  const along = plate.line.length === 1 && only ? around(only) : sparse(plate.line);
  const outermost = [...along].sort(([ax, ay], [bx, by]) => Math.hypot(bx - midX, by - midY) - Math.hypot(ax - midX, ay - midY));
  return outermost.map(([x, y]) => ({ plate, shape: 'badge', ...within(x - badgeSize / 2, y - badgeSize / 2, badgeSize, badgeSize, size), width: badgeSize, height: badgeSize }));
}

const around = ([x, y]: Point): readonly Point[] => Array.from({ length: 8 }, (_, at) => [x + 24 * Math.cos((at * Math.PI) / 4), y + 24 * Math.sin((at * Math.PI) / 4)]);
const sparse = (line: readonly Point[]): readonly Point[] => line.filter((_, at) => at % Math.ceil(line.length / 40) === 0);
const within = (x: number, y: number, width: number, height: number, size: Size) => ({
  x: Math.min(Math.max(4, x), Math.max(4, size.width - width - 4)),
  y: Math.min(Math.max(4, y), Math.max(4, size.height - height - 4)),
});

function middleOf(points: readonly Point[]): Point {
  if (points.length === 0) return [0, 0];
  const { left, top, right, bottom } = boundsOf(points);
  return [(left + right) / 2, (top + bottom) / 2];
}
