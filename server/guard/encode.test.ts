import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { areInOrder, encodeUpdate } from './encode.ts';
import { scan, type DeleteRange } from './scan.ts';

const range = (client: number, clock: number, length = 1): DeleteRange => ({ client, clock, length });

it('[GUARD12] deletions are written merged and ascending, whatever their order', () => {
  const nothing = { update: new Uint8Array(), sections: [], deletes: [] };
  const written = scan(encodeUpdate(nothing, [range(5000, 18), range(6000, 3), range(5000, 15), range(5000, 16, 2), range(6000, 9)]));
  expect(written.ok && written.value.deletes).toEqual([range(5000, 15, 4), range(6000, 3), range(6000, 9)]);
});

it('[GUARD12] out of order is what Yjs would not write: descending, overlapping, a client in two places', () => {
  expect(areInOrder([range(5000, 1, 2), range(5000, 3), range(4096, 0)])).toBe(true);
  expect(areInOrder([range(5000, 3), range(5000, 1)])).toBe(false);
  expect(areInOrder([range(5000, 1, 3), range(5000, 3)])).toBe(false);
  expect(areInOrder([range(5000, 1), range(6000, 1), range(5000, 3)])).toBe(false);
});

it('[GUARD12] who must keep deletions for later is left with none that never were', () => {
  const author = Object.assign(new Y.Doc(), { clientID: 5000 });
  author.getText('text').insert(0, 'some twenty letters!');
  const all = Y.encodeStateAsUpdate(author);
  const receive = (deletes: readonly DeleteRange[], raw?: Uint8Array): boolean => {
    const late = new Y.Doc();
    Y.applyUpdate(late, raw ?? encodeUpdate({ update: new Uint8Array(), sections: [], deletes: [] }, deletes));
    Y.applyUpdate(late, all);
    return late.store.pendingDs === null && late.getText('text').toJSON() === 'some twenty lers!';
  };
  const forged = Uint8Array.of(0, 1, 0x88, 0x27, 3, 16, 1, 14, 1, 15, 1); // the same, descending, as somebody may send it
  expect(scan(forged)).toMatchObject({ ok: true, value: { deletes: [range(5000, 16), range(5000, 14), range(5000, 15)] } });
  expect(receive([], forged)).toBe(false); // why the guard must not let it through
  expect(receive([range(5000, 16), range(5000, 14), range(5000, 15)])).toBe(true);
});
