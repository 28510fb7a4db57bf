import * as encoding from 'lib0/encoding';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { authorise, type Verdict } from '@consilium/server/guard/authorise.ts';
import { DocumentIndex } from '@consilium/server/guard/document-index.ts';
import { scanNew } from '@consilium/server/guard/normalise.ts';
import { addToIndex } from '@consilium/server/guard/place.ts';
import { addAllDeleted, addDeleted, type DeletedClocks } from '@consilium/server/guard/ranges.ts';

const client = 70_000;
const empty = new Y.Doc();
const grant = { shared: ['annotations'], own: ['comments'] };
const write = (...numbers: number[]) => (encoder: encoding.Encoder): void => numbers.forEach((number) => encoding.writeVarUint(encoder, number));

/** So many sets of one key, each over the one before, as Yjs writes them. */
const chain = (length: number): Uint8Array =>
  encoding.encode((encoder) => {
    write(1, length, client, 0)(encoder);
    for (let i = 0; i < length; i++) {
      encoding.writeUint8(encoder, i === 0 ? 8 | 0x20 : 8 | 0x80);
      if (i > 0) write(client, i - 1)(encoder);
      else {
        write(1)(encoder);
        encoding.writeVarString(encoder, 'comments');
        encoding.writeVarString(encoder, 'key');
      }
      write(1)(encoder);
      encoding.writeAny(encoder, i);
    }
    write(0)(encoder);
  });

const text = (length: number): Uint8Array =>
  encoding.encode((encoder) => {
    write(1, 1, client, 0)(encoder);
    encoding.writeUint8(encoder, 4);
    write(1)(encoder);
    encoding.writeVarString(encoder, 'annotations');
    encoding.writeVarString(encoder, 'x'.repeat(length));
    write(0)(encoder);
  });

const deletion = (ranges: readonly (readonly [clock: number, length: number])[]): Uint8Array => encoding.encode(write(0, 1, client, ranges.length, ...ranges.flat()));

function submit(index: DocumentIndex, update: Uint8Array): Verdict {
  const scanned = scanNew(update, index);
  if (!scanned.ok) throw new Error(JSON.stringify(scanned.error));
  const verdict = authorise(scanned.value, { index, exact: () => empty }, { user: 'u', ownerOf: () => 'u', isFrozen: false, grant });
  if (verdict.type === 'admit') addToIndex(index, verdict.summary, verdict.placed);
  return verdict;
}

/** The best of three, in milliseconds. @param prepare not measured */
function best<T>(prepare: () => T, act: (ready: T) => Verdict): number {
  const taken = Array.from({ length: 3 }, () => {
    const ready = prepare();
    const begunAt = performance.now();
    expect(act(ready).type).toBe('admit');
    return performance.now() - begunAt;
  });
  return Math.min(...taken);
}

describe('what judging costs', () => {
  it('[GUARD13] a chain ten times as long takes about ten times as long', () => {
    const takes = (length: number): number => best(() => chain(length), (update) => submit(new DocumentIndex(), update));
    takes(500); // warm
    const [short, long] = [takes(4_000), takes(40_000)];
    console.log(`chains of 4,000 and 40,000: ${short.toFixed(1)} and ${long.toFixed(1)} ms`);
    expect(long).toBeLessThan(40 * short + 20);
  });

  it('[GUARD13] deletions below many others are one pass, and such as lie over each other are looked for once', () => {
    const length = 700_000;
    const prepare = (): DocumentIndex => {
      const index = new DocumentIndex();
      submit(index, text(length));
      for (let at = 0; at < 300_000; at += 50_000) submit(index, deletion(Array.from({ length: 50_000 }, (_, i) => [100_000 + 2 * (at + i), 1])));
      return index;
    };
    const one = best(prepare, (index) => submit(index, deletion([[0, length]])));
    const descending = best(prepare, (index) => submit(index, deletion(Array.from({ length: 50_000 }, (_, i) => [2 * (49_999 - i), 1]))));
    const overlapping = best(prepare, (index) => submit(index, deletion(Array.from({ length: 50_000 }, () => [0, length]))));
    console.log(`one deletion over 300,000 runs ${one.toFixed(0)} ms, 50,000 below them ${descending.toFixed(0)}, 50,000 over each other ${overlapping.toFixed(0)}`);
    expect(descending).toBeLessThan(10 * one + 500);
    expect(overlapping).toBeLessThan(10 * one + 500);
  }, 60_000);

  it('[GUARD13] many deletions added at once are the same as one after the other', () => {
    const range = fc.record({ client: fc.constantFrom(1, 2), clock: fc.nat(300), length: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), fc.array(range, { minLength: 33, maxLength: 90 }), (before, after) => {
        const [atOnce, each]: DeletedClocks[] = [new Map(), new Map()];
        for (const { client: of, clock, length } of [...before, ...after]) addDeleted(each!, of, clock, clock + length);
        for (const { client: of, clock, length } of before) addDeleted(atOnce!, of, clock, clock + length);
        addAllDeleted(atOnce!, after);
        expect(new Map(atOnce)).toEqual(new Map(each));
      }),
    );
  });
});
