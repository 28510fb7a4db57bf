import type { ImagingGeometry } from './geometry.ts';
import type { ImagingMeta } from './meta.ts';
import {
  angleDegrees,
  distance,
  largestDiameter,
  measureInWords,
  pathLength,
  ringArea,
  type Scale,
  scaleOf,
} from './measure.ts';

/** A mark in words with its measures: mm where the header gives a spacing, pixels otherwise. The slice is named where there are several. */
export function describeImaging(geometry: ImagingGeometry, meta: ImagingMeta): string {
  const words = wordsOf(geometry, scaleOf(meta));
  return meta.frames.length > 1 ? `${words}, slice ${geometry.slice + 1}` : words;
}

function wordsOf(geometry: ImagingGeometry, scale: Scale): string {
  const long = (value: number): string => measureInWords(value, scale.unit);
  const square = (value: number): string => measureInWords(value, `${scale.unit}²`);
  switch (geometry.kind) {
    case 'imaging.box': {
      const [width, height] = [Math.abs(geometry.width) * scale.x, Math.abs(geometry.height) * scale.y];
      return `box, ${long(width)} × ${long(height)}`;
    }
    case 'imaging.polygon':
      return `polygon, ${geometry.points.length} points, ${long(largestDiameter(geometry.points, scale))}, ${square(ringArea(geometry.points, scale))}`;
    case 'imaging.polyline':
      return `polyline, ${geometry.points.length} points, ${long(pathLength(geometry.points, scale))}`;
    case 'imaging.ellipse': {
      const axes = ellipseAxes(geometry, scale);
      return `ellipse, ${long(axes.width)} × ${long(axes.height)}, ${square((Math.PI / 4) * axes.width * axes.height)}`;
    }
    case 'imaging.point':
      return `point at ${Math.round(geometry.x)}, ${Math.round(geometry.y)}`;
    case 'imaging.length':
      return `length, ${long(distance(geometry.from, geometry.to, scale))}`;
    case 'imaging.angle': {
      const angle = angleDegrees(geometry.from, geometry.vertex, geometry.to, scale);
      return angle === undefined ? 'angle without arms' : `angle, ${Math.round(angle * 10) / 10}°`;
    }
    case 'imaging.whole':
      return 'whole image';
  }
}

type Ellipse = Extract<ImagingGeometry, { kind: 'imaging.ellipse' }>;

/**
 * Full axes of an ellipse in the scale's unit. Where pixels are not square and the ellipse is turned, its image in mm is another
 * ellipse: the axes are the singular values of the scaled map.
 */
export function ellipseAxes(
  { radiusX, radiusY, rotation }: Ellipse,
  scale: Scale,
): { readonly width: number; readonly height: number } {
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const [a, b, c, d] = [
    scale.x * radiusX * cos,
    -scale.x * radiusY * sin,
    scale.y * radiusX * sin,
    scale.y * radiusY * cos,
  ];
  const sum = a * a + b * b + c * c + d * d;
  const spread = Math.sqrt(Math.max(0, sum * sum - 4 * (a * d - b * c) ** 2));
  return { width: 2 * Math.sqrt((sum + spread) / 2), height: 2 * Math.sqrt(Math.max(0, sum - spread) / 2) };
}
