import { expect, it } from 'vitest';
import { measureIn, revealedReaders } from './marks.ts';

it('[ANN3] the plate on the film shows the one length or angle of a description', () => {
  expect(measureIn('polygon, 14 points, 17 mm, 201 mm²')).toBe('17 mm');
  expect(measureIn('angle, 45.5°')).toBe('45.5°');
  expect(measureIn('point at 3, 4')).toBeUndefined();
});

it('[ANN2] readers differ by letter, hue and pattern', () => {
  expect(revealedReaders(['x', 'y'], { x: 'Reader B', y: 'Reader A' }).map(({ id, letter, style }) => [id, letter, style.colour, style.pattern])).toEqual([['y', 'A', 'var(--rA)', 'solid'], ['x', 'B', 'var(--rB)', 'dashed']]);
});
