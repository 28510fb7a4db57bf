import { expect, it } from 'vitest';
import { StoreAwayError } from './blobs/object-store.ts';
import { faultWords } from './fault-words.ts';
import { CommitInDoubtError, DatabaseAwayError } from './storage/lost.ts';

const coded = (code: string): Error => Object.assign(new Error('no'), { code });

it.each([
  ['a full disk', coded('SQLITE_FULL'), true, 507],
  ['a failing disk', coded('SQLITE_IOERR_FSYNC'), true, 507],
  ['a full folder of sources', coded('ENOSPC'), true, 507],
  ['a lost connection', coded('ECONNRESET'), true, 503],
  ['a database that is going down', coded('57P01'), true, 503],
  ['what a library made of a lost database', new Error('Failed to get session'), false, 503],
  ['what a library wraps', new Error('Failed', { cause: coded('ECONNREFUSED') }), true, 503],
  ['a database that gave no answer', new DatabaseAwayError('no'), true, 503],
  ['a commit in doubt', new CommitInDoubtError('no'), true, 503],
  ['a lock that never came free', coded('55P03'), true, 503],
  ['a file store that is away', new StoreAwayError('no'), true, 503],
  ['a bug', new TypeError('no'), true, 500],
])('[RUN6] %s', async (_, error, isReady, status) => {
  expect((await faultWords(error, async () => isReady)).status).toBe(status);
});

it('[RUN6] what may have been written is not said to be unchanged', async () => {
  expect(await faultWords(new Error('Failed', { cause: new CommitInDoubtError('no') }), async () => true)).toMatchObject({ type: 'InDoubt', message: expect.stringContaining('cannot say whether') });
});
