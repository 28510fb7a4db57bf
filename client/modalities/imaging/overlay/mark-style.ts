import type { MarkStyle } from '../../contract.ts';

/** Line widths in CSS pixels: about 1.2 px of black on both sides keeps any hue readable on mid-grey film. */
export const lineWidth = 2;
export const casing = 1.2;

/** Dashes in CSS pixels, as the design's patterns have them. */
export const dashOf = (pattern: MarkStyle['pattern']): readonly number[] => dashes[pattern];
const dashes: Readonly<Record<MarkStyle['pattern'], readonly number[]>> = {
  solid: [], dashed: [12, 7], dotted: [3, 6], 'dash-dot': [16, 5, 3, 5], double: [],
};

/** The interface's own typeface for text on the canvas. */
export const canvasFont = (weight: number): string => `${weight} 12px ${cssColour('var(--f-ui)')}`;

const resolved = new Map<string, string>();

/** A canvas knows no custom properties: `var(--l3)` becomes the colour it stands for. */
export function cssColour(colour: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  if (!name) return colour;
  const known = resolved.get(name);
  if (known) return known;
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#e6e4df';
  resolved.set(name, value);
  return value;
}
