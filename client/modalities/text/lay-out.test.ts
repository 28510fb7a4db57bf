import type { AnnotationId, LabelId, SourceId } from '@consilium/shared/domain/ids.ts';
import type { Relation } from '@consilium/shared/domain/annotation.ts';
import { describe, expect, it } from 'vitest';
import type { ViewerMark } from '../contract.ts';
import { archedMarks, lineAt, linesOf, marksAt, nextInText, partsByLine, placeParts, segmentsOf } from './lay-out.ts';

function mark(key: string, ...parts: [number, number][]): ViewerMark {
  return {
    key,
    title: key,
    layer: 'me',
    isEditable: true,
    isHidden: false,
    isLocked: false,
    style: { colour: 'red', pattern: 'solid' },
    annotation: {
      id: key as AnnotationId,
      source: '0' as SourceId,
      label: 'l' as LabelId,
      attributes: {},
      protocol: 1,
      order: 'a0', // test values
      geometry: { kind: 'text.span', version: 1, parts: parts.map(([start, end]) => ({ start, end })) },
    },
  };
}

describe('text layout', () => {
  it('[TEXTVIEW5] the next mark is the next in the text, whatever the order they were made in; past the last there is none', () => {
    const marks = [mark('late', [40, 50]), mark('early', [0, 9], [60, 70]), mark('over', [5, 20])];
    const ids = (by: 1 | -1) => [undefined, 'early', 'over', 'late'].map((current) => nextInText(marks, current, by)?.key);
    expect([ids(1), ids(-1)]).toEqual([['early', 'over', 'late', undefined], ['late', undefined, 'early', 'over']]);
    expect(marksAt(marks, 65).map(({ key }) => key)).toEqual(['early']);
  });

  it('[TEXTVIEW10] of a relation the mark that begins first gets room for the arc, whichever way it points; a hidden end has none', () => {
    const marks = [mark('late', [40, 50]), mark('early', [0, 9]), { ...mark('unseen', [20, 30]), isHidden: true }];
    const relation = (from: string, to: string): Relation => ({ id: `${from}-${to}`, type: 'causes', from, to }) as Relation; // ids are strings
    expect([...archedMarks(marks, [relation('late', 'early')])]).toEqual(['early']);
    expect([...archedMarks(marks, [relation('early', 'late')])]).toEqual(['early']);
    expect([...archedMarks(marks, [relation('unseen', 'late'), relation('late', 'gone')])]).toEqual([]);
  });

  it('[TEXTVIEW1] splits at LF, CRLF and CR and keeps offsets of the unchanged text', () => {
    const text = 'ab\r\ncd\nef\r😀\n';
    expect(linesOf(text).map((line) => text.slice(line.start, line.end))).toEqual(['ab', 'cd', 'ef', '😀', '']);
    expect(linesOf('')).toEqual([{ number: 1, start: 0, end: 0 }]);
  });

  it('[TEXTVIEW2] overlapping parts never share a lane, touching ones do', () => {
    const placed = placeParts([mark('a', [0, 10]), mark('b', [2, 4]), mark('c', [4, 6]), mark('d', [10, 12])]);
    expect(placed.map((part) => [part.mark.key, part.lane])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 1],
      ['d', 0],
    ]);
  });

  it('[TEXTVIEW3] segments cover the line exactly and name their marks', () => {
    const [line] = linesOf('0123456789');
    const segments = segmentsOf(line!, placeParts([mark('a', [2, 6]), mark('b', [4, 20])]));
    expect(segments.map((one) => [one.start, one.end, one.parts.map((part) => part.mark.key).sort()])).toEqual([
      [0, 2, []],
      [2, 4, ['a']],
      [4, 6, ['a', 'b']],
      [6, 10, ['b']],
    ]);
  });

  it('[TEXTVIEW4] a part over several lines is found in each, a discontinuous mark in the lines of its parts only', () => {
    const lines = linesOf('aaaa\nbbbb\ncccc');
    const byLine = partsByLine(lines, placeParts([mark('long', [2, 12]), mark('two', [0, 1], [10, 11])]));
    expect(byLine.map((parts) => parts.map((part) => part.mark.key).sort())).toEqual([
      ['long', 'two'],
      ['long'],
      ['long', 'two'],
    ]);
  });

  it('[TEXTVIEW5] finds the line of an offset, ends included', () => {
    const lines = linesOf('ab\ncd');
    expect([0, 2, 3, 5].map((offset) => lineAt(lines, offset))).toEqual([0, 0, 1, 1]);
  });
});
