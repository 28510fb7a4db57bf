import { describe, expect, it } from 'vitest';
import { makePump, type Outcome } from './pump.ts';

const done = (entry: string): Outcome<string> => ({ type: 'done', value: entry });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('group commit', () => {
  it('[LOG3] writes what arrives meanwhile as the next batch, one batch at a time', async () => {
    const batches: string[][] = [];
    let writing = 0;
    const pump = makePump<string, string>(async (entries) => {
      writing += 1;
      expect(writing).toBe(1);
      batches.push([...entries]);
      await settled();
      writing -= 1;
      return entries.map(done);
    }, { maxBatch: 3 });
    const first = pump.put('a');
    await Promise.resolve();
    const others = ['b', 'c', 'd', 'e'].map((entry) => pump.put(entry));
    expect(await Promise.all([first, ...others])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(batches.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(batches.every((batch) => batch.length <= 3)).toBe(true);
  });

  describe('where a full batch can be written ahead', () => {
    /** Writes one behind the other, as a database thread does; `says` what becomes of each ahead, in turn. */
    function thread(says: readonly ('written' | 'not written' | 'failed')[]) {
      const written: string[] = [];
      const begun: string[] = [];
      let underWay = 0;
      let most = 0;
      let last: Promise<unknown> = Promise.resolve();
      const inTurn = (act: () => void) => (last = last.then(settled).then(act));
      const pump = makePump<string, string>(
        async (entries) => {
          await inTurn(() => written.push(...entries));
          return entries.map(done);
        },
        {
          maxBatch: 2,
          writeAhead(entries) {
            const outcome = says[begun.length];
            begun.push(entries.join(''));
            if (outcome === undefined) return undefined;
            underWay += 1;
            most = Math.max(most, underWay);
            return inTurn(() => undefined).then(() => {
              underWay -= 1;
              if (outcome === 'failed') throw new Error('cannot write');
              if (outcome === 'not written') return undefined;
              written.push(...entries);
              return entries.map(done);
            });
          },
        },
      );
      return { pump, written, begun, most: () => most };
    }
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

    it('[LOG3] two are under way and no more, a batch that is not full waits for what is, and all is in order', async () => {
      const { pump, written, begun, most } = thread(Array.from({ length: 9 }, () => 'written'));
      const answers = [...letters, 'i'].map((letter) => pump.put(letter));
      expect(await Promise.all(answers)).toEqual([...letters, 'i']);
      expect(written).toEqual([...letters, 'i']);
      expect(begun).toEqual(['ab', 'cd', 'ef', 'gh', 'i']);
      expect(most()).toBe(2);
      const small = pump.put('x');
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      const after = pump.put('y');
      await Promise.all([small, after]);
      expect(begun.slice(5)).toEqual(['x', 'y']);
      expect(most()).toBe(2);
    });

    it('[LOG3] what could not be written ahead is written behind all before it, and nothing overtakes it', async () => {
      const cases = [['not written', 'not written', 'written'], ['failed', 'not written', 'not written'], ['written', 'failed', 'not written', 'written'], ['written'], ['not written', 'failed']] as const;
      for (const says of cases) {
        const { pump, written } = thread(says);
        expect(await Promise.all(letters.map((letter) => pump.put(letter)))).toEqual(letters);
        expect(written).toEqual(letters);
      }
    });
  });

  it('[LOG12] nobody of a failed batch is answered before each was tried once alone', async () => {
    const attempts: string[][] = [];
    const pump = makePump<string, string>(async (entries) => {
      attempts.push([...entries]);
      if (entries.includes('bad')) throw new Error('cannot write');
      return entries.map(done);
    });
    const outcomes = await Promise.allSettled(['a', 'bad', 'b'].map((entry) => pump.put(entry)));
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: new Error('cannot write') },
      { status: 'fulfilled', value: 'b' },
    ]);
    expect(attempts).toEqual([['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
  });

  it('[LOG12] a single entry is tried twice, and the pump goes on after a failure', async () => {
    let isBroken = true;
    let attempts = 0;
    const pump = makePump<string, string>(async (entries) => {
      attempts += 1;
      if (isBroken) throw new Error(`attempt ${attempts}`);
      return entries.map(done);
    });
    await expect(pump.put('a')).rejects.toThrow('attempt 1');
    expect(attempts).toBe(2);
    isBroken = false;
    expect(await pump.put('b')).toBe('b');
  });

  it('[LOG12] what is of one name is tried again together, and fails together', async () => {
    const attempts: string[] = [];
    const pump = makePump<string, string>(async (entries) => {
      attempts.push(entries.join(' '));
      if (entries.includes('b2')) throw new Error('cannot write');
      return entries.map(done);
    }, { nameOf: (entry) => entry[0]! });
    const outcomes = await Promise.allSettled(['a1', 'b1', 'a2', 'b2', 'b3'].map((entry) => pump.put(entry)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected']);
    expect(attempts).toEqual(['a1 b1 a2 b2 b3', 'a1 a2', 'b1 b2 b3']);
  });

  it('[LOG16] nothing is tried again once that is hopeless, be it at the first or at a later try', async () => {
    const attempts: string[] = [];
    let isLost = true;
    const pump = makePump<string, string>(async (entries) => {
      attempts.push(entries.join(''));
      if (isLost) throw new Error('lost');
      if (entries.length > 1) throw new Error('cannot write');
      isLost = true;
      return entries.map(done);
    }, { isHopeless: (error) => error instanceof Error && error.message === 'lost' });
    const told = async () => (await Promise.allSettled(['a', 'b', 'c'].map((entry) => pump.put(entry)))).map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'done'));
    expect(await told()).toEqual(['Error: lost', 'Error: lost', 'Error: lost']);
    isLost = false;
    expect(await told()).toEqual(['done', 'Error: lost', 'Error: lost']);
    expect(attempts).toEqual(['abc', 'abc', 'a', 'b']);
  });

  it('[LOG5] a refusal concerns its own entry only', async () => {
    const pump = makePump<string, string>(async (entries) =>
      entries.map((entry) => (entry === 'no' ? { type: 'refused', error: new Error('refused') } : done(entry))),
    );
    const outcomes = await Promise.allSettled(['yes', 'no'].map((entry) => pump.put(entry)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('[LOG10] drain waits for all that was put, and for nothing when idle', async () => {
    let written = 0;
    const pump = makePump<string, string>(async (entries) => {
      await settled();
      written += entries.length;
      return entries.map(done);
    }, { maxBatch: 2 });
    await pump.drain();
    for (const entry of ['a', 'b', 'c', 'd', 'e']) void pump.put(entry);
    await pump.drain();
    expect(written).toBe(5);
  });
});
