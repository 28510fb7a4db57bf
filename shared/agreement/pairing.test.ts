import { describe, expect, it } from 'vitest';
import { pairBySimilarity } from './pairing.ts';

const from = (matrix: readonly (readonly number[])[]) => (left: number, right: number) => matrix[left]![right]!;

describe('pairing', () => {
  it('[PAIR1] makes the largest sum, not the largest pair first', () => {
    expect(
      pairBySimilarity(
        2,
        2,
        from([
          [0.9, 0.8],
          [0.85, 0.1],
        ]),
        0.5,
      ),
    ).toEqual({
      pairs: [
        { left: 0, right: 1, similarity: 0.8 },
        { left: 1, right: 0, similarity: 0.85 },
      ],
      leftAlone: [],
      rightAlone: [],
    });
  });

  it('[PAIR2] leaves alone what is below the threshold; the threshold itself is enough, 0 never is', () => {
    const alike = from([
      [0.5, 0],
      [0.49, 0],
    ]);
    expect(pairBySimilarity(2, 2, alike, 0.5)).toEqual({
      pairs: [{ left: 0, right: 0, similarity: 0.5 }],
      leftAlone: [1],
      rightAlone: [1],
    });
    expect(pairBySimilarity(1, 1, () => 0, 0)).toEqual({ pairs: [], leftAlone: [0], rightAlone: [0] });
    expect(pairBySimilarity(1, 1, () => Number.NaN, 0)).toEqual({ pairs: [], leftAlone: [0], rightAlone: [0] });
  });

  it('[PAIR3] puts every index in exactly one place when the sides differ or are empty', () => {
    expect(pairBySimilarity(0, 2, () => 1, 0.5)).toEqual({ pairs: [], leftAlone: [], rightAlone: [0, 1] });
    expect(pairBySimilarity(2, 0, () => 1, 0.5)).toEqual({ pairs: [], leftAlone: [0, 1], rightAlone: [] });
    expect(pairBySimilarity(3, 1, from([[0.6], [0.9], [0.7]]), 0.5)).toEqual({
      pairs: [{ left: 1, right: 0, similarity: 0.9 }],
      leftAlone: [0, 2],
      rightAlone: [],
    });
    expect(pairBySimilarity(0, 0, () => 1, 0.5)).toEqual({ pairs: [], leftAlone: [], rightAlone: [] });
  });

  it('[PAIR4] decides ties in the same way every time', () => {
    const once = pairBySimilarity(3, 3, () => 0.7, 0.5);
    expect(pairBySimilarity(3, 3, () => 0.7, 0.5)).toEqual(once);
    expect(once.pairs).toHaveLength(3);
  });

  it('[PAIR5] pairs two thousand things a side that only meet their neighbours', () => {
    const found = pairBySimilarity(
      2000,
      2000,
      (i, j) => (Math.abs(i - j) <= i % 2 ? 1 - Math.abs(i - j) / 10 : 0),
      0.5,
    );
    expect(found.pairs).toHaveLength(2000);
    expect(found.pairs.every(({ left, right }) => left === right)).toBe(true);
  });
});
