import { expect, it } from 'vitest';
import { readText, trackedFiles } from './source-files.ts';

const mostLines = 300;
const named = trackedFiles().filter((path) => /\.(tsx?|m?js|css)$/.test(path));
const unusable = /(^|\/)(utils?|common|helpers?|core|lib|types|managers?|services?)(\.|\/)/;

it('[SIZE1] no source file has more than 300 lines', () => {
  const long = named.filter((path) => linesOf(readText(path)) > mostLines);
  expect(long).toEqual([]);
});

it('[SIZE2] names say what is inside: nothing is called utils, common, helpers or the like, and all are in kebab-case', () => {
  expect(named.filter((path) => unusable.test(path) && !kept.has(path))).toEqual([]);
  expect(named.filter((path) => /[A-Z_]/.test(path))).toEqual([]);
});

/** `Services` is what work functions ask of the world; the word stands there for something definite. */
const kept = new Set(['server/work/services.ts', 'test/harness/services.ts']);

const linesOf = (text: string): number => text.trimEnd().split('\n').length;
