import { describe, expect, it } from 'vitest';
import { frozenHash, roundOf, ruleInWords, signaturesOf } from './published.ts';

const signature = (user: string, hash: string, at = '2026-01-01T00:00:00.000Z') => ({
  item: 'i',
  user,
  name: user,
  meaning: 'agree',
  hash,
  at,
});
const session = { chair: 'chair', rule: { rule: 'majority' as const, quorum: 2 } };

describe('what the server publishes', () => {
  it('[SESS7] freezes with the chair and the quorum on one hash, and on nothing less', () => {
    expect(frozenHash([signature('a', 'h'), signature('b', 'h')], session)).toBeUndefined();
    expect(frozenHash([signature('chair', 'h')], session)).toBeUndefined();
    expect(frozenHash([signature('chair', 'h'), signature('a', 'older')], session)).toBeUndefined();
    expect(frozenHash([signature('chair', 'h'), signature('a', 'h')], session)).toBe('h');
  });

  it('[SESS7] reads the signatures of one case in order of time, leaving out what is none', () => {
    const published = {
      'signature/i/a': signature('a', 'h', '2026-01-02T00:00:00.000Z'),
      'signature/i/b': signature('b', 'h'),
      'signature/j/a': signature('a', 'h'),
      'signature/i/c': { broken: true },
    };
    expect(signaturesOf(published, 'i').map(({ user }) => user)).toEqual(['b', 'a']);
  });

  it('[SESS4] knows a round by its row alone, and nothing where none was opened', () => {
    const round = { item: 'i', row: 'r', number: 1, state: 'open', options: [], voted: ['a'], openedAt: 'x' };
    expect(roundOf({ 'round/r': round }, 'r')?.voted).toEqual(['a']);
    expect(roundOf({ 'round/r': round }, 'q')).toBeUndefined();
    expect(ruleInWords(session.rule)).toBe('the majority decides, quorum 2');
  });
});
