import { describe, expect, it } from 'vitest';
import { expectOk } from '../kernel/result.ts';
import { readRatings } from './ratings-table.ts';

const ratingsOf = (text: string, name = 'readings.csv') => expectOk(readRatings(text, name), name).ratings;
const faultOf = (text: string, name = 'readings.csv') => {
  const read = readRatings(text, name);
  return read.ok ? 'read' : read.error.message;
};

describe('ratings from CSV', () => {
  it.each([
    [
      'a header of raters',
      'Reader A,Reader B\ncyst,cyst\ncyst,mass\n',
      [
        ['cyst', 'cyst'],
        ['cyst', 'mass'],
      ],
    ],
    [
      'no header',
      'cyst,cyst\nmass,cyst\n',
      [
        ['cyst', 'cyst'],
        ['mass', 'cyst'],
      ],
    ],
    [
      'no header, numbers',
      '1,2\n2,2\n',
      [
        [1, 2],
        [2, 2],
      ],
    ],
    [
      'a unit column',
      'case,A,B\nc1,1,2\nc2,2,2\n',
      [
        [1, 2],
        [2, 2],
      ],
    ],
    [
      'the empty corner of R and pandas',
      ',A,B\n0,x,y\n1,y,y\n',
      [
        ['x', 'y'],
        ['y', 'y'],
      ],
    ],
    [
      'unit names without a header',
      'c1,x,y\nc2,y,y\nc3,x,x\n',
      [
        ['x', 'y'],
        ['y', 'y'],
        ['x', 'x'],
      ],
    ],
    [
      'rows counted 1 to 5',
      '1,4,4\n2,5,4\n3,4,4\n4,5,5\n5,4,4\n',
      [
        [4, 4],
        [5, 4],
        [4, 4],
        [5, 5],
        [4, 4],
      ],
    ],
    [
      'counts of patterns',
      'd1,d2,n\n1,1,2\n1,2,0\n2,2,1\n',
      [
        [1, 1],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'semicolons and decimal commas',
      'A;B\n1,5;2\n3;4\n',
      [
        [1.5, 2],
        [3, 4],
      ],
    ],
    [
      'tabs, a byte order mark and CRLF',
      '\uFEFFA\tB\r\nx\ty\r\nx\tx\r\n',
      [
        ['x', 'y'],
        ['x', 'x'],
      ],
    ],
    [
      'quotes',
      'A,B\n"mass, left","say ""no"""\n"mass, left",x\n',
      [
        ['mass, left', 'say "no"'],
        ['mass, left', 'x'],
      ],
    ],
    [
      'one row per rating',
      'item,rater,label\ni1,A,x\ni1,B,y\ni2,B,x\n',
      [
        ['x', 'y'],
        [null, 'x'],
      ],
    ],
  ])('[TABLE1] reads %s', (_, text, expected) => {
    expect(ratingsOf(text)).toEqual(expected);
  });

  it('[TABLE1] takes labels that sound like column names for labels', () => {
    expect(ratingsOf('case,case\ncase,control\ncontrol,control\n')).toHaveLength(3);
    expect(ratingsOf('y,n\ny,y\nn,n\n')).toEqual([
      ['y', 'n'],
      ['y', 'y'],
      ['n', 'n'],
    ]);
  });

  it('[TABLE2] reads what people write for a missing rating as missing', () => {
    expect(ratingsOf('A,B\n1,\n2,NA\n3,n/a\n4,NaN\n5,.\n6,*\n7,null\n').map((row) => row[1])).toEqual(
      Array.from({ length: 7 }, () => null),
    );
  });

  it('[TABLE2] one word among numbers makes all of them words', () => {
    expect(ratingsOf('A,B\n1,2\n3,none seen\n')).toEqual([
      ['1', '2'],
      ['3', 'none seen'],
    ]);
  });

  it.each([
    ['', 'readings.csv: the file is empty'],
    ['A,B\n1,2\n1\n', 'readings.csv, line 3: cells in this row: 1, in line 1: 2; leave a cell empty'],
    ['"A\nx",B\n1,2\n1\n', 'readings.csv, line 4: cells in this row: 1'],
    ['A,B\n1,"2\n', 'readings.csv, line 2: a quoted cell'],
    ['rater1,rater2\n', 'readings.csv: has a header but no ratings below it'],
    ['d1,d2,n\n1,1,2.5\n', 'readings.csv, line 2: the count "2.5" is no whole number'],
    ['d1,d2,n\n1,1,99999999\n', 'readings.csv, line 2: the counts come to more than 5000000'],
    ['item,n\ni1,3\n', 'readings.csv: has no column of ratings'],
    ['item,rater,label\ni1,A,x\ni1,A,y\n', 'readings.csv, line 3: A rates i1 a second time'],
  ])('[TABLE3] says what is wrong, where and what to do: %j', (text, expected) => {
    expect(faultOf(text)).toContain(expected);
  });
});

describe('ratings from JSON', () => {
  it('[TABLE4] reads {"ratings"} and a bare array, by name or by look', () => {
    const expected = [
      [1, null],
      ['x', true],
    ];
    expect(ratingsOf('{"title": "t", "ratings": [[1, null], ["x", true]]}', 't.json')).toEqual(expected);
    expect(ratingsOf(' [[1, null], ["x", true]]', 'ratings')).toEqual(expected);
  });

  it.each([
    ['{"ratings": [[1,}', 't.json: is not valid JSON'],
    ['{}', 't.json: has no "ratings" array; give {"ratings"'],
    ['null', 't.json: has no "ratings" array'],
    ['{"ratings": []}', 't.json: "ratings" is empty'],
    ['{"ratings": [[1, 2], [1]]}', 't.json: "ratings" row 2 has 1 values where row 1 has 2; write null'],
    ['{"ratings": [[1, 2], 3]}', 't.json: "ratings" row 2 is not an array'],
    ['{"ratings": [[]]}', 't.json: "ratings" row 1 is empty'],
    ['{"ratings": [[1, {"a": 1}]]}', 't.json: "ratings" row 1, value 2 is neither text'],
  ])('[TABLE3] says what is wrong: %s', (text, expected) => {
    expect(faultOf(text, 't.json')).toContain(expected);
  });

  it('[TABLE3] names the line of broken JSON where the parser tells it', () => {
    const read = readRatings(`{"ratings": [\n[1, 2],\n[1 2],\n${'[1, 2],\n'.repeat(20)}]}`, 't.json');
    expect(read.ok ? undefined : read.error.line).toBe(3);
  });
});
