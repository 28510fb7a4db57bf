import { describe, expect, it } from 'vitest';
import { estimateInWords, figure, heat } from './figures.ts';

describe('figures of agreement', () => {
  it('[FIGURES1] shows an estimate with its interval and n, and without an interval where there is none', () => {
    expect(estimateInWords({ value: 0.744, n: 42, low: 0.61, high: 0.829 })).toBe('0.74 (0.61 to 0.83), n 42');
    expect(estimateInWords({ value: -0.2, n: 4 })).toBe('−0.20, n 4');
  });

  it('[FIGURES2] keeps the heat ramp within its ends', () => {
    expect([0, 0.45, 0.675, 0.9, 1].map(heat).map(figure)).toEqual(['0.00', '0.00', '0.50', '1.00', '1.00']);
  });
});
