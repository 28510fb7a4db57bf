import type { Row } from '@consilium/shared/consensus/comparison.ts';
import { describe, expect, it } from 'vitest';
import { aFinding } from './rows.test-data.ts';
import { nextUnsettled, sayingsIn, stepRow } from './row-state.ts';

describe('rows', () => {
  it('[SESS2] fills what most say, hatches what others say, leaves hollow who said nothing', () => {
    const row = aFinding('r', 'label differs', { a: 'nodule', b: 'nodule', c: 'mass' }, ['d']);
    expect([...sayingsIn(row, ['a', 'b', 'c', 'd'])]).toEqual([
      ['a', 'filled'],
      ['b', 'filled'],
      ['c', 'hatched'],
      ['d', 'hollow'],
    ]);
  });

  it('[SESS2] tells answers apart by what they say, options in the same order', () => {
    const row: Row = {
      subject: 'answer',
      id: 'q',
      type: 'attribute differs',
      title: 'Quality',
      why: '',
      attribute: 'quality',
      answers: [
        { reader: 'a', value: ['x'] },
        { reader: 'b', value: ['x'] },
        { reader: 'c', value: ['y'] },
        { reader: 'd' },
      ],
    };
    expect([...sayingsIn(row, ['a', 'b', 'c', 'd']).values()]).toEqual(['filled', 'filled', 'hatched', 'hollow']);
  });

  it('[SESS3] offers the next row that is not settled, from the top again at the end, and none when all are', () => {
    const rows = [
      aFinding('r1', 'found by some', { a: 'nodule' }),
      aFinding('r2', 'agree', { a: 'nodule', b: 'nodule' }),
      aFinding('r3', 'extent differs', { a: 'nodule', b: 'nodule' }),
    ];
    const next = (decisions: Record<string, unknown>, from?: string) => nextUnsettled(rows, decisions, from)?.id;
    expect([next({}), next({}, 'r1'), next({}, 'r3'), next({ r1: {} }, 'r3')]).toEqual(['r1', 'r3', 'r1', 'r3']);
    expect(next({ r1: {}, r3: {} }, 'r1')).toBeUndefined();
    expect([stepRow(rows, 'r3', 1)?.id, stepRow(rows, 'r1', -1)?.id, stepRow([], 'r1', 1)]).toEqual([
      'r3',
      'r1',
      undefined,
    ]);
  });
});
