import { describe, expect, it } from 'vitest';
import { rosterOf } from './roster.ts';

describe('roster', () => {
  const names = { u1: 'Reader B', u2: 'Reader A', u3: 'Chair of the panel' };

  it('[SESS1] gives letters, hues and dashes in the order of names, whatever the order of ids', () => {
    const readers = rosterOf(['u1', 'u2'], names).readers;
    expect(readers.map(({ id, letter, hue, pattern }) => [id, letter, hue, pattern])).toEqual([
      ['u2', 'A', 'A', 'solid'],
      ['u1', 'B', 'B', 'dashed'],
    ]);
    expect(rosterOf(['u2', 'u1'], names).readers).toEqual(readers);
  });

  it('[SESS1] gives initials and no hue to whoever is no reader, also to those whose name is gone', () => {
    const roster = rosterOf(['u1'], names);
    expect([roster.of('u3').letter, roster.of('u3').hue]).toEqual(['CO', undefined]);
    expect(roster.of('gone').name).toBe('Former member');
  });
});
