import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { describe, expect, it } from 'vitest';
import { isToDo } from '../../sync/queue-order.ts';
import { durationInWords, whyNext } from './queue-order.ts';

const now = Date.parse('2026-01-02T12:00:00.000Z');
const mine = (state: NonNullable<Item['mine']>['state'], rest: Partial<NonNullable<Item['mine']>> = {}): Item =>
  ({ mine: { state, assignedAt: '', reservedUntil: null, submittedAt: null, protocolVersion: null, ...rest } }) as Item; // only what the order reads

describe('the queue', () => {
  it('[QUEUEROW1] says why a case stands where it does', () => {
    expect([
      whyNext(mine('open'), now),
      whyNext(mine('reserved', { reservedUntil: '2026-01-02T12:45:00.000Z' }), now),
      whyNext(mine('submitted', { submittedAt: '2026-01-02T09:00:00.000Z' }), now),
    ]).toEqual(['Begun, not handed in', 'Reserved for you, 45 min left', 'Handed in 3 h ago']);
  });

  it('[QUEUEROW2] counts a case as to do until it is handed in or given back', () => {
    expect([mine('assigned'), mine('reserved'), mine('open'), mine('submitted'), mine('returned')].map(isToDo)).toEqual(
      [true, true, true, false, false],
    );
  });

  it('[QUEUEROW3] gives durations in one unit, never negative', () => {
    expect([-5, 89 * 60_000, 90 * 60_000, 47 * 3_600_000, 72 * 3_600_000].map(durationInWords)).toEqual([
      '0 min',
      '89 min',
      '2 h',
      '47 h',
      '3 d',
    ]);
  });
});
