import { describe, expect, it } from 'vitest';
import { makeTurns } from './turns.ts';

describe('turns on the writer', () => {
  it('[STORE4] lets one through at a time, in the order of asking', async () => {
    const turns = makeTurns();
    const order: string[] = [];
    const take = async (name: string) => {
      const end = await turns();
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      end();
    };
    await Promise.all(['a', 'b'].map(take));
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('[STORE16] who waits for a transaction that waits for them is told so, and later ones still come through', async () => {
    const turns = makeTurns(20);
    const end = await turns();
    await expect(turns()).rejects.toThrow('has kept the database for 20 ms');
    const later = turns();
    end();
    (await later)();
    (await turns())();
  });
});
