import { describe, expect, it } from 'vitest';
import { newLabel, orderAfter, orderMoved } from './entries.ts';

describe('entries of a protocol draft', () => {
  it('[PROTOCOL1] a new label takes the first hue and digit that are free, and comes last', () => {
    const first = newLabel([], ['imaging.box']);
    const second = newLabel([first], ['imaging.box']);
    expect([first.colour, first.hotkey, second.colour, second.hotkey]).toEqual([1, '1', 2, '2']);
    expect(second.order > first.order).toBe(true);
  });

  it('[PROTOCOL2] moving up and down gives an order between the new neighbours, nothing at the ends', () => {
    const entries = ['a', 'b', 'c'].reduce<{ order: string }[]>((all) => [...all, { order: orderAfter(all) }], []);
    const moved = orderMoved(entries, 2, -1);
    expect(moved && moved > entries[0]!.order && moved < entries[1]!.order).toBe(true);
    expect(orderMoved(entries, 0, -1)).toBeUndefined();
    expect(orderMoved(entries, 2, 1)).toBeUndefined();
    const down = orderMoved(entries, 0, 1);
    expect(down && down > entries[1]!.order && down < entries[2]!.order).toBe(true);
  });
});
