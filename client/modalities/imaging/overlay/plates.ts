import { canvasFont, cssColour } from './mark-style.ts';
import { type Place, type Plate, placePlates, plateHeight } from './place-plates.ts';

/** Names beside marks on dark plates that stay readable on any film, and badges on lines; none lies on another. */
export function drawPlates(context: CanvasRenderingContext2D, plates: readonly Plate[], size: { width: number; height: number }): void {
  context.save();
  context.textBaseline = 'middle';
  context.font = canvasFont(400);
  const widthOf = ({ title, badge }: Plate): number => context.measureText(title).width + 12 + (badge ? plateHeight : 0);
  const places = placePlates(plates, widthOf, size);
  for (const place of places) (place.shape === 'plate' ? drawPlate : drawBadge)(context, place);
  context.font = canvasFont(700); // all letters in one font after all names in the other: changing it takes longer than drawing
  context.textAlign = 'center';
  context.fillStyle = '#0b0b0b';
  for (const place of places) drawLetter(context, place);
  context.restore();
}

function drawPlate(context: CanvasRenderingContext2D, { plate, x, y, width }: Place): void {
  context.fillStyle = 'rgba(0, 0, 0, 0.82)';
  context.fillRect(x, y, width, plateHeight);
  if (plate.isSelected) {
    context.strokeStyle = '#f5f3ee';
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, plateHeight - 1);
  }
  if (plate.badge) {
    context.fillStyle = cssColour(plate.colour);
    context.fillRect(x, y, plateHeight, plateHeight);
  }
  context.fillStyle = '#e6e4df';
  context.fillText(plate.title, x + (plate.badge ? plateHeight : 0) + 6, y + plateHeight / 2 + 1);
}

function drawBadge(context: CanvasRenderingContext2D, { plate, x, y, width, height }: Place): void {
  context.beginPath();
  context.arc(x + width / 2, y + height / 2, width / 2 - 1.5, 0, 2 * Math.PI);
  context.fillStyle = cssColour(plate.colour);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = '#000';
  context.stroke();
}

function drawLetter(context: CanvasRenderingContext2D, { plate, shape, x, y, width, height }: Place): void {
  if (plate.badge) context.fillText(plate.badge, x + (shape === 'plate' ? plateHeight : width) / 2, y + height / 2 + 1);
}
