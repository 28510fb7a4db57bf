import { describe, expect, it } from 'vitest';
import { findAll, joinedParts, stepGrapheme, stepWord, trimmed } from './words.ts';

describe('moving in a text', () => {
  it('[TEXTVIEW6] steps over an emoji with its modifiers, and a letter with its combining mark, as one', () => {
    const text = 'a👩🏽‍⚕️e\u0301b';
    const stops = [0];
    while (stops.at(-1)! < text.length) stops.push(stepGrapheme(text, stops.at(-1)!, 1));
    expect(stops).toEqual([0, 1, 8, 10, 11]);
    expect([11, 10, 8, 1].map((offset) => stepGrapheme(text, offset, -1))).toEqual([10, 8, 1, 0]);
  });

  it('[TEXTVIEW7] steps by words in both directions', () => {
    const text = 'No acute (left) lesion.';
    expect([0, 2, 8].map((offset) => stepWord(text, offset, 1))).toEqual([2, 8, 14]);
    expect([14, 8, 2].map((offset) => stepWord(text, offset, -1))).toEqual([10, 3, 0]);
  });

  it('[TEXTVIEW8] trims white space, joins touching parts', () => {
    expect(trimmed(' ab ', 4, 0)).toEqual({ start: 1, end: 3 });
    expect(trimmed('  ', 0, 2)).toBeUndefined();
    expect(
      joinedParts([
        { start: 5, end: 7 },
        { start: 0, end: 2 },
        { start: 2, end: 3 },
      ]),
    ).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 7 },
    ]);
  });

  it('[TEXTVIEW9] finds without regard to case, taking special characters as they are', () => {
    expect(findAll('Mass (left). MASS', 'mass')).toEqual([
      { start: 0, end: 4 },
      { start: 13, end: 17 },
    ]);
    expect(findAll('a.b (c)', '(c)')).toEqual([{ start: 4, end: 7 }]);
    expect(findAll('abc', '')).toEqual([]);
  });
});
