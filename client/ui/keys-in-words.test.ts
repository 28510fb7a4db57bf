import { expect, it } from 'vitest';
import { keysInWords } from './keys-in-words.ts';

it('[KEYS1] names keys as they are printed', () => {
  expect(
    ['KeyB', '$mod+KeyZ', 'Shift+Digit1', 'Shift+?', 'Escape', 'Comma', '$mod+Enter', 'Delete or Backspace'].map(
      keysInWords,
    ),
  ).toEqual(['B', 'Ctrl Z', 'Shift 1', '?', 'Esc', ',', 'Ctrl ↵', 'Del']);
});
