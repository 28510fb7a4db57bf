import { deflateSync } from 'fflate';
import { expect, it } from 'vitest';
import { inflateBounded } from './inflate.ts';
import { readPart10 } from './part10.ts';
import { deepestNesting } from './read-elements.ts';
import { decimalsOf, itemsOf, textOf } from './values.ts';
import { writePart10 } from './write.ts';

const identity = { sopClassUid: '1.2.840.10008.5.1.4.1.1.7', sopInstanceUid: '2.25.1' };

it('[WRITE1] what is written reads back: text, numbers and sequences', () => {
  const bytes = writePart10({
    ...identity,
    elements: [
      { tag: 0x00100020, vr: 'LO', value: 'A1' },
      { tag: 0x00186011, vr: 'SQ', value: [[{ tag: 0x00280030, vr: 'DS', value: [0.5, 0.123456789012345] }]] },
    ],
  });
  const read = readPart10(bytes, 1e6);
  if (!read.ok) throw new Error(read.error);
  const { dataSet, warnings } = read.value;
  expect([textOf(dataSet, 0x00080018), textOf(dataSet, 0x00100020)]).toEqual(['2.25.1', 'A1']);
  expect(itemsOf(dataSet, 0x00186011).map((item) => decimalsOf(item, 0x00280030))).toEqual([[0.5, 0.123456789]]);
  expect(warnings).toEqual([]);
});

it('[BOUND2] stops a deflate bomb at the limit', () => {
  const bomb = deflateSync(new Uint8Array(4_000_000));
  expect(inflateBounded(bomb, 1_000_000)).toEqual({
    ok: false,
    error: 'the compressed stream cannot be used: it expands to more than 1000000 bytes',
  });
});

it('[BOUND3] stops at sequences nested too deep, and keeps what came before', () => {
  const opened = [
    0x08, 0x00, 0x15, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff,
  ];
  const deep = Array.from({ length: 5000 }, () => opened).flat();
  const before = writePart10({ ...identity, elements: [] });
  const read = readPart10(Uint8Array.from([...before, ...deep]), 1e6);
  expect(read.ok && read.value.warnings).toEqual([
    `The file is damaged: sequences nested deeper than ${deepestNesting} levels.`,
  ]);
  expect(read.ok && textOf(read.value.dataSet, 0x00080018)).toBe('2.25.1');
});
