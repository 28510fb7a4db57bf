import { describe, expect, it } from 'vitest';
import { emptyQueue, nextToSend, totalsOf, type UploadEvent, uploadStep } from './upload-queue.ts';

const run = (...events: UploadEvent[]) => events.reduce(uploadStep, emptyQueue);
const three: UploadEvent = {
  type: 'added',
  files: [
    { name: 'a', size: 10 },
    { name: 'b', size: 20 },
    { name: 'c', size: 30 },
  ],
};

describe('the upload queue', () => {
  it('[UPLOAD1] sends at most so many at once, in the order given', () => {
    expect(nextToSend(run(three), 2).map((row) => row.name)).toEqual(['a', 'b']);
    expect(nextToSend(run(three, { type: 'started', key: 0 }), 2).map((row) => row.name)).toEqual(['b']);
    expect(nextToSend(run(three, { type: 'started', key: 0 }, { type: 'started', key: 1 }), 2)).toEqual([]);
  });

  it('[UPLOAD2] starts nothing while paused, and goes on where it was', () => {
    const paused = run(three, { type: 'started', key: 0 }, { type: 'paused' }, { type: 'interrupted', key: 0 });
    expect(nextToSend(paused, 2)).toEqual([]);
    expect(nextToSend(uploadStep(paused, { type: 'resumed' }), 2).map((row) => row.name)).toEqual(['a', 'b']);
  });

  it('[UPLOAD3] a broken link may be tried again, a refusal is final and says why', () => {
    const queue = run(
      three,
      { type: 'failed', key: 0, message: 'offline' },
      { type: 'answered', key: 1, answer: { state: 'refused', message: 'no pixels' } },
      { type: 'retried' },
    );
    expect(queue.rows.map((row) => [row.state, row.message])).toEqual([
      ['waiting', ''],
      ['refused', 'no pixels'],
      ['waiting', ''],
    ]);
  });

  it('[UPLOAD4] counts files and bytes; late progress of an answered file changes nothing', () => {
    const queue = run(
      three,
      { type: 'started', key: 0 },
      { type: 'progressed', key: 0, sent: 4 },
      { type: 'answered', key: 1, answer: { state: 'duplicate', message: '' } },
      { type: 'progressed', key: 1, sent: 1 },
    );
    expect(totalsOf(queue)).toEqual({
      files: 3,
      done: 1,
      stored: 0,
      duplicate: 1,
      refused: 0,
      failed: 0,
      bytes: 60,
      bytesDone: 24,
    });
  });

  it('[UPLOAD5] what became of a file when items were made stands in its row, and leaves the others alone', () => {
    const sent = run(three, { type: 'answered', key: 0, answer: { state: 'stored', message: '' } }, { type: 'answered', key: 1, answer: { state: 'stored', message: '' } });
    const { rows } = uploadStep(sent, { type: 'made', files: [{ name: 'b', state: 'refused', message: 'no note beside it.' }] });
    expect(rows.map(({ state, message }) => [state, message])).toEqual([['stored', ''], ['refused', 'no note beside it.'], ['waiting', '']]);
  });
});
