import { describe, expect, it } from 'vitest';
import { type SaveFacts, saveStateInWords, saveStateOf } from './save-state.ts';

const at = (second: number) => `2026-01-02T03:04:${String(second).padStart(2, '0')}.000Z`;
const calm: SaveFacts = {
  risk: undefined,
  link: { type: 'open', since: at(10) },
  unacknowledged: 0,
  unkept: 0,
  submissions: 0,
  isCounted: true,
  acknowledgedAt: undefined,
};

describe('what a person is told about their work', () => {
  it('[SAVE2] is synced only when nothing waits, a queued submission included', () => {
    expect(saveStateOf(calm)).toEqual({ type: 'synced', at: at(10), isKept: true });
    expect(saveStateOf({ ...calm, unacknowledged: 2 })).toEqual({ type: 'sending', waiting: 2, isKept: true });
    expect(saveStateOf({ ...calm, submissions: 1 })).toEqual({ type: 'sending', waiting: 1, isKept: true });
  });

  it('[SAVE2] is never synced while the link is not up', () => {
    expect(saveStateOf({ ...calm, link: { type: 'connecting' } })).toEqual({ type: 'saved here', waiting: 0 });
    expect(saveStateOf({ ...calm, link: { type: 'down', since: at(20) } })).toEqual({
      type: 'offline',
      waiting: 0,
      since: at(20),
    });
  });

  it('[SAVE2] is not synced before what earlier visits left is counted', () => {
    expect(saveStateOf({ ...calm, isCounted: false })).toEqual({ type: 'saved here', waiting: 0 });
  });

  it('[SAVE3] names the newer of last acknowledgement and link', () => {
    expect(saveStateOf({ ...calm, acknowledgedAt: at(30) })).toEqual({ type: 'synced', at: at(30), isKept: true });
    expect(saveStateOf({ ...calm, acknowledgedAt: at(5) })).toEqual({ type: 'synced', at: at(10), isKept: true });
  });

  it('[SAVE6] calls saved only what the store has', () => {
    const facts: SaveFacts = { ...calm, unacknowledged: 5, unkept: 2 };
    expect(saveStateOf({ ...facts, link: { type: 'connecting' } })).toEqual({ type: 'saved here', waiting: 3 });
    expect(saveStateOf({ ...facts, link: { type: 'down', since: at(20) } })).toEqual({ type: 'offline', waiting: 3, since: at(20) });
    expect(saveStateOf(facts)).toEqual({ type: 'sending', waiting: 5, isKept: false });
    expect(saveStateOf({ ...facts, unacknowledged: 0 })).toEqual({ type: 'synced', at: at(10), isKept: false });
  });

  it('[SAVE4] puts the risk before everything', () => {
    const link = { type: 'down', since: at(1) } as const;
    expect(saveStateOf({ ...calm, link, unacknowledged: 9, risk: 'this device is full' })).toEqual({
      type: 'at risk',
      why: 'this device is full',
    });
  });

  it('[SAVE1] has words for each state', () => {
    const time = (instant: string) => instant.slice(11, 19);
    expect([
      saveStateInWords({ type: 'saved here', waiting: 1 }, time),
      saveStateInWords({ type: 'sending', waiting: 3, isKept: true }, time),
      saveStateInWords({ type: 'synced', at: at(7), isKept: true }, time),
      saveStateInWords({ type: 'offline', waiting: 3, since: at(2) }, time),
      saveStateInWords({ type: 'offline', waiting: 0, since: at(2) }, time),
      saveStateInWords({ type: 'at risk', why: 'this device is full.' }, time),
    ]).toEqual([
      '1 change saved on this device, waiting to sync',
      'Sending 3 changes',
      'Synced 03:04:07',
      'Offline since 03:04:02. 3 changes saved on this device, waiting to sync',
      'Offline since 03:04:02. Keep working: everything is kept here.',
      'At risk: this device is full.',
    ]);
  });
});
