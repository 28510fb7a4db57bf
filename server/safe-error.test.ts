import { describe, expect, it } from 'vitest';
import { safeError } from './safe-error.ts';

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe('an error in the log', () => {
  it.each([
    ['a parser that quotes its input', thrownBy(() => JSON.parse('Jane Roe has "a nodule"'))],
    ['a database that quotes a value', Object.assign(new Error('invalid input syntax for type integer: "Jane Roe"'), { code: '22P02', detail: 'Key (name)=(Jane Roe) exists' })],
    ['a database that brackets a value', new Error('Key (name)=(Jane Roe) already exists.')],
    ['words thrown as they are', 'the note “Jane Roe” is not there'],
  ])('[RUN5] holds nothing of the data: %s', (_, error) => {
    expect(JSON.stringify(safeError(error))).not.toMatch(/Jane|Roe|nodule/);
  });

  it('[RUN5] says its kind, code and place', () => {
    const error = Object.assign(new TypeError('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    expect(safeError(error)).toEqual({ type: 'TypeError', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:5432', at: expect.arrayContaining([expect.stringMatching(/^at .*safe-error\.test\.ts/)]) });
  });
});
