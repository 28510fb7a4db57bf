import { describe, expect, it } from 'vitest';
import { bodyInWords, isMatch, shortIds } from './row-in-words.ts';

const row = {
  seq: 1,
  at: '',
  actor: 'u',
  actorName: 'Reader A',
  action: 'role changed',
  target: 'user/2',
  body: { old: 'annotator', new: 'lead', why: 'promoted' },
  hash: '',
};

const boris = 'AWNFWBJITezaDIQeExZMU0uHzRJPq2Ku';
const names = { [boris]: 'Reader B' };

describe('audit rows in words', () => {
  it('[AUDITVIEW1] shows old and new values and the reason', () => {
    expect(bodyInWords(row.body, names)).toBe('annotator → lead; because promoted');
    expect(bodyInWords({ new: { name: 'Chest', items: 3 } }, names)).toBe('name: Chest, items: 3');
    expect(bodyInWords(null, names)).toBe('');
  });

  it('[AUDITVIEW2] finds a row by all words, wherever they stand', () => {
    expect(isMatch(row, 'reader LEAD', names)).toBe(true);
    expect(isMatch(row, 'reader exported', names)).toBe(false);
    expect(isMatch(row, '', names)).toBe(true);
  });

  it('[AUDITVIEW3] names people by their names, and what else has an id by its beginning', () => {
    expect(bodyInWords({ new: { member: boris, choice: 'answer-1' } }, names)).toBe('member: Reader B, choice: answer-1');
    expect(shortIds(`reading/22331e88-0000-4000-8000-000000000000/${boris}`, names)).toBe('reading/22331e88…/Reader B');
    expect(isMatch({ ...row, target: `reading/1/${boris}` }, 'reader b', names)).toBe(true);
  });
});
