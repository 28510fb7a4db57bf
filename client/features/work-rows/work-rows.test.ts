import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import { describe, expect, it } from 'vitest';
import { counts, filterRows, selectedAfter } from './work-rows.ts';

const row = (id: string, parts: Partial<WorkRow> = {}): WorkRow => ({
  id,
  name: id,
  modality: 'imaging',
  phase: 'reading',
  blinding: 'blind',
  readersNeeded: 1,
  areOthersHidden: false,
  disagreements: null,
  readers: [],
  createdAt: '',
  ...parts,
});
const reader = { id: 'u', name: 'Reader A', state: 'open' as const, submittedAt: null };

describe('the work table', () => {
  it('[WORK1] finds items that want readers, items by phase, and by the words of name and readers', () => {
    const rows = [
      row('a'),
      row('b', { readers: [reader] }),
      row('c', { phase: 'signed', readers: [reader] }),
      row('d', { readers: [{ ...reader, state: 'returned' }] }),
    ];
    expect(filterRows(rows, 'unassigned', '').map((one) => one.id)).toEqual(['a', 'd']);
    expect(filterRows([row('blind to me', { readersNeeded: 2, areOthersHidden: true, readers: [reader] })], 'unassigned', '')).toEqual([]);
    expect(filterRows(rows, 'signed', '').map((one) => one.id)).toEqual(['c']);
    expect(filterRows(rows, 'all', 'reader b').map((one) => one.id)).toEqual(['b']);
    expect(counts(rows)).toEqual({ all: 4, unassigned: 2, reading: 3, compared: 0, revealed: 0, signed: 1 });
  });

  it('[WORK2] selects one by a click and a range by Shift, in both directions, and unselects alike', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
    const first = selectedAfter(rows, new Set(), 'c', undefined, false);
    expect([...first]).toEqual(['c']);
    expect([...selectedAfter(rows, first, 'a', 'c', true)].sort()).toEqual(['a', 'b', 'c']);
    expect([...selectedAfter(rows, new Set(['a', 'b', 'c']), 'c', 'a', true)]).toEqual([]);
    expect([...selectedAfter(rows, new Set(), 'd', undefined, true)]).toEqual(['d']);
  });
});
