import { describe, expect, it } from 'vitest';
import { panesOf } from './panes.ts';
import { rosterOf } from './roster.ts';
import { aFinding, anAnnotation } from './rows.test-data.ts';
import { rowOfMark, sessionMarks } from './session-marks.ts';

const rows = [
  aFinding('r1', 'label differs', { a: 'nodule', b: 'mass' }),
  aFinding('r2', 'found by some', { a: 'nodule' }, ['b']),
];
const wanted = {
  rows,
  current: 'r1',
  roster: rosterOf(['a', 'b'], { a: 'Reader A', b: 'Reader B' }),
  consensus: [anAnnotation('c-r1-1', 'mass')],
  proposal: undefined,
  redraw: undefined,
  labelName: (label: string) => label,
};
const all = { ...wanted, hidden: new Set<string>(), only: undefined };

describe('marks of a session', () => {
  it('[SESS1] every mark says whose it is by hue, dash and letter; other rows are faint, nothing is editable', () => {
    expect(
      sessionMarks(all).map(({ key, style, isEditable }) => [
        key,
        style.badge,
        style.pattern,
        style.isFaint,
        isEditable,
      ]),
    ).toEqual([
      ['a/r1-a', 'A', 'solid', false, false],
      ['b/r1-b', 'B', 'dashed', false, false],
      ['a/r2-a', 'A', 'solid', true, false],
      ['consensus/c-r1-1', undefined, 'double', false, false],
    ]);
  });

  it('[SESS6] only the mark that is redrawn can be edited; a proposal stands in for what stands', () => {
    const editable = sessionMarks({ ...all, redraw: 'r1' }).filter((mark) => mark.isEditable);
    expect(editable.map(({ key }) => key)).toEqual(['consensus/c-r1-1']);
    const proposal = { annotation: anAnnotation('proposal', 'mass'), title: 'Proposed' };
    const layers = sessionMarks({ ...all, proposal }).map(({ layer }) => layer);
    expect(layers).toEqual(['a', 'b', 'a', 'proposal']);
  });

  it('[SESS1] hidden readers are hidden; side by side shows each one’s marks alone', () => {
    const visible = (marks: ReturnType<typeof sessionMarks>) =>
      marks.filter((mark) => !mark.isHidden).map(({ key }) => key);
    expect(visible(sessionMarks({ ...all, hidden: new Set(['a']) }))).toEqual(['b/r1-b', 'consensus/c-r1-1']);
    const panes = panesOf({ mode: 'side by side', hidden: new Set(), only: undefined }, { ...wanted, consensus: [] });
    expect(panes.map(({ title, marks }) => [title, visible(marks)])).toEqual([
      ['Reader A', ['a/r1-a', 'a/r2-a']],
      ['Reader B', ['b/r1-b']],
    ]);
  });

  it('[SESS3] a mark leads to its row, also the consensus’s own', () => {
    expect([rowOfMark(rows, 'r2-a')?.id, rowOfMark(rows, 'c-r1-1')?.id, rowOfMark(rows, 'x')]).toEqual([
      'r2',
      'r1',
      undefined,
    ]);
  });
});
