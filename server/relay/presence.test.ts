import * as encoding from 'lib0/encoding';
import { expect, it } from 'vitest';
import { Presence } from './presence.ts';

const state = (clientId: number, clock: number, json: string): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number);
    encoding.writeVarString(encoder, json);
  });

it('[BUS4] somebody at another relay is here for 45 s after they were last heard of', () => {
  let now = 0;
  const presence = new Presence({ now: () => now, after: () => () => undefined, atTurnEnd: () => undefined }, () => undefined, () => undefined);
  const passed = (seconds: number): boolean => {
    now += seconds * 1000;
    return presence.all() !== undefined;
  };
  presence.receiveRemote(state(7000, 1, '{"user":{}}'));
  expect(passed(44)).toBe(true);
  presence.receiveRemote(state(7000, 2, '{"user":{}}')); // y-protocols renews
  expect(passed(44)).toBe(true);
  expect(passed(2)).toBe(false);
  presence.receiveRemote(state(7000, 2, '{"user":{}}'));
  expect(passed(0), 'and comes back').toBe(true);
});
