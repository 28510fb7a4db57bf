import { describe, expect, it } from 'vitest';
import { Glide } from './glide.ts';

describe('a colleague’s cursor', () => {
  it('[FOLLOW2] rests exactly where it was last told to be, however the news came', () => {
    for (const gaps of [[33, 33, 33], [33, 400, 5], [1, 1, 1], [5_000]]) {
      let now = 1_000;
      const glide = new Glide([0, 0], now);
      gaps.forEach((gap, i) => {
        now += gap;
        glide.moveTo([(i + 1) * 40, (i + 1) * -7], now);
      });
      expect(glide.isMoving(now + 120)).toBe(false);
      expect(glide.at(now + 120)).toEqual([gaps.length * 40, gaps.length * -7]);
    }
  });

  it('[FOLLOW2] moves between two places as long as the second took to be told, and never jumps back', () => {
    const glide = new Glide([0, 0], 0);
    glide.moveTo([100, 0], 50);
    expect([50, 60, 75, 100].map((now) => glide.at(now)[0])).toEqual([0, 20, 50, 100]);
    glide.moveTo([200, 0], 130);
    glide.moveTo([300, 0], 170); // halfway
    expect(glide.at(170)).toEqual([150, 0]);
  });

  it('[FOLLOW2] told the same place again, it goes on as it was', () => {
    const glide = new Glide([0, 0], 0);
    glide.moveTo([100, 0], 50);
    glide.moveTo([100, 0], 75);
    expect(glide.at(100)).toEqual([100, 0]);
  });
});
