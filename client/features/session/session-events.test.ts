import { expect, it } from 'vitest';
import { type SessionEvent, togetherOf } from './session-events.ts';

const event = (type: SessionEvent['type'], second: number): SessionEvent => ({ type, at: new Date(second * 1000).toISOString(), actor: 'x', row: 'r' });

it('[SESS11] events that would stand on one another are one sign on the timeline, and none is lost', () => {
  const events = [event('row', 0), event('round opened', 10), event('vote', 11), event('vote', 11.5), event('round closed', 40), event('signature', 99)];
  const groups = togetherOf(events, { start: 0, end: 100_000 });
  expect(groups.map((group) => group.map(({ type }) => type))).toEqual([['round opened', 'vote', 'vote'], ['round closed'], ['signature']]);
});
