import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { describe, expect, it } from 'vitest';
import { isToDo, nextToDo, withHandedInHere } from './queue-order.ts';

const one = (id: string, state: NonNullable<Item['mine']>['state']): Item =>
  ({ id, mine: { state, assignedAt: '', reservedUntil: null, submittedAt: null, protocolVersion: null } }) as Item; // only what the order reads

describe('what is read next', () => {
  const items = [one('a', 'open'), one('b', 'submitted'), one('c', 'assigned'), one('d', 'returned'), one('e', 'reserved')];

  it('[NEXT1] is the first still to be read behind a case, round the end of the list, never the case itself', () => {
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => nextToDo(items, id)?.id)).toEqual(['c', 'c', 'e', 'e', 'a']);
    expect(nextToDo(items, 'not in the list')?.id).toBe('a');
    expect(nextToDo([one('a', 'open'), one('b', 'submitted')], 'a')).toBeUndefined();
  });

  it('[NEXT2] is nothing that this device has handed in and the list does not know of', () => {
    const here = withHandedInHere(items, [{ item: 'c', madeAt: '2026-01-02T12:00:00.000Z' }, { item: 'e', madeAt: '' }, { item: 'not in the list', madeAt: '' }]);
    expect(here.filter(isToDo).map(({ id }) => id)).toEqual(['a']);
    expect(here[2]?.mine).toMatchObject({ state: 'submitted', submittedAt: '2026-01-02T12:00:00.000Z' });
    expect(nextToDo(here, 'a')).toBeUndefined();
  });
});
