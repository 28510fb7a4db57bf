import { describe, expect, it } from 'vitest';
import { type Rule, tally } from './ballot.ts';

const options = [
  { id: 'x', text: 'Nodule' },
  { id: 'y', text: 'Mass' },
];
const round = (
  rule: Rule,
  choices: Readonly<Record<string, string>>,
  more: { quorum?: number; decision?: string } = {},
) =>
  tally({
    options,
    rule,
    quorum: more.quorum ?? 2,
    chair: 'chair',
    decision: more.decision,
    ballots: Object.entries(choices).map(([member, choice]) => ({ member, choice })),
  });

describe('counting ballots', () => {
  it('[BAL2] more than half decide', () => {
    expect(round('majority', { a: 'x', b: 'x', c: 'y' })).toEqual({
      option: 'x',
      why: 'Majority: 2 for “Nodule”, 1 for “Mass”',
    });
  });
  it('[BAL2] a tie is stated and decides nothing', () => {
    expect(round('majority', { a: 'x', b: 'y' })).toEqual({ option: null, why: 'Tie: 1 for “Nodule”, 1 for “Mass”' });
  });
  it('[BAL1] below the quorum nothing is decided, and a ballot for what was not offered does not count', () => {
    expect(round('majority', { a: 'x' })).toEqual({ option: null, why: 'No quorum: 1 ballot, 2 needed' });
    expect(round('unanimous', { a: 'x', b: 'z' })).toEqual({ option: null, why: 'No quorum: 1 ballot, 2 needed' });
    expect(round('chair', {}, { decision: 'x' })).toEqual({ option: null, why: 'No quorum: 0 ballots, 2 needed' });
  });
  it('[BAL3] unanimous is all, with nobody against', () => {
    expect(round('unanimous', { a: 'y', b: 'y' }).option).toBe('y');
    expect(round('unanimous', { a: 'y', b: 'y', c: 'x' })).toEqual({
      option: null,
      why: 'Not unanimous: 2 for “Mass”, 1 for “Nodule”',
    });
  });
  it('[BAL3] the chair decides at the closing, else by ballot, else nobody', () => {
    expect(round('chair', { a: 'x', b: 'x' }, { decision: 'y' })).toEqual({
      option: 'y',
      why: 'The chair decided for “Mass”: 2 for “Nodule”',
    });
    expect(round('chair', { a: 'x', chair: 'y' }).option).toBe('y');
    expect(round('chair', { a: 'x', b: 'x' })).toEqual({
      option: null,
      why: 'The chair has not decided: 2 for “Nodule”',
    });
    expect(round('chair', { a: 'x', b: 'x' }, { decision: 'z' }).option).toBeNull();
  });
});
