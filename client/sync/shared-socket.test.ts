import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { relayInHand } from '../../test/harness/relay-in-hand.ts';
import { fire, line, sockets } from '../../test/harness/stubbed-page.ts';
import { type ChannelListener, type LinkState, SharedSocket } from './shared-socket.ts';

const quiet: ChannelListener = { onOpened: () => undefined, onFrame: () => undefined, onRefused: () => undefined, onLost: () => undefined };
let told: LinkState[] = [];
let socket: SharedSocket;

beforeEach(() => {
  told = [];
  socket?.end();
  socket = new SharedSocket({ address: 'ws://here/sync', onLink: (state) => told.push(state), random: () => 0.5 });
});

const named = (documents: number): string[] => Array.from({ length: documents }, (_, at) => `reading/i${at}/u1`);
/** Documents asked for and not closed again, oldest first. */
const held = (): string[] => {
  const open = new Map<number, string>();
  for (const control of relayInHand().asked()) {
    if (control.type === 'open') open.set(control.channel, control.document);
    if (control.type === 'close') open.delete(control.channel);
  }
  return [...open.values()];
};

describe('one line for many documents', () => {
  it('[LINK5] never asks for more than the relay allows, and asks for the rest as the others are let go', () => {
    line().open();
    const channels = named(300).map((name) => socket.open(name, quiet));
    expect(held()).toHaveLength(256);
    for (const channel of channels.slice(0, 100)) channel.close();
    expect(new Set(held())).toEqual(new Set(named(300).slice(100)));
  });

  it('[LINK5] leaves room for what somebody opens now, and asks for that first when a line comes back', () => {
    line().open();
    for (const name of named(300)) socket.open(name, quiet, true);
    expect(held()).toHaveLength(192);
    socket.open('item/i1', quiet);
    expect(held().at(-1)).toBe('item/i1');
    line().closed();
    socket.connectNow();
    line().open();
    expect([held()[0], held().length]).toEqual(['item/i1', 192]);
  });

  it('[LINK5] asks at once for what waits in the background when somebody opens it', () => {
    line().open();
    const channels = named(300).map((name) => socket.open(name, quiet, true));
    channels[250]?.hurry();
    expect(held().at(-1)).toBe('reading/i250/u1');
  });

  it('[LINK5] does not count what the relay has refused, nor ask for it again by itself', () => {
    line().open();
    for (const name of named(257)) socket.open(name, quiet);
    relayInHand().refused(1, 'no such document');
    expect(relayInHand().asked().filter((control) => control.type === 'open')).toHaveLength(257);
  });

  it('[LINK1] asks once for a document that was to be asked for again while the line came back', () => {
    line().open();
    const channel = socket.open('item/i1', quiet);
    relayInHand().refused(1, 'try again');
    line().closed();
    socket.connectNow();
    line().open();
    channel.reopen();
    expect(relayInHand().asked()).toHaveLength(1);
  });

  it('[LINK6] ends, and stays away, when the relay does not speak its version any more', () => {
    vi.useFakeTimers();
    const onRefused = vi.fn();
    const onFrame = vi.fn();
    socket.open('reading/i1/u1', { ...quiet, onRefused, onFrame });
    line().open();
    const relay = relayInHand();
    relay.opened(1);
    relay.refused(1, 'client too old');
    relay.say(1, { type: 'unwelcome', wire: 2, schema: 1, reason: 'client too old' });
    const before = sockets.length;
    vi.advanceTimersByTime(60_000);
    socket.connectNow();
    expect(told.at(-1)).toEqual({ type: 'ended', why: 'too old' });
    expect([sockets.length - before, onRefused.mock.calls, onFrame.mock.calls]).toEqual([0, [], []]);
    vi.useRealTimers();
  });

  it('[LINK1] hears nothing more on a channel that was refused', () => {
    const onFrame = vi.fn();
    socket.open('reading/i1/u1', { ...quiet, onFrame });
    line().open();
    const relay = relayInHand();
    relay.opened(1);
    relay.say(1, { type: 'queryAwareness' });
    relay.refused(1, 'no such document');
    relay.say(1, { type: 'queryAwareness' });
    expect(onFrame).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the network changes', () => ['offline', 'online'].forEach((event) => fire(event))],
    ['the page comes out of the cache of pages', () => fire('pageshow', { persisted: true })],
  ])('[LINK1] takes the line for lost at once when %s, though the other side has not said so', (_, happens) => {
    const onLost = vi.fn();
    const onFrame = vi.fn();
    socket.open('reading/i1/u1', { ...quiet, onLost, onFrame });
    line().open();
    relayInHand().opened(1);
    const first = line();
    first.close();
    happens();
    expect([line() === first, onLost.mock.calls.length]).toEqual([false, 1]);
    line().open();
    relayInHand().opened(1);
    first.receive(new Uint8Array([1, ...encodeFrame({ type: 'queryAwareness' })]));
    first.closed();
    expect([onLost.mock.calls.length, onFrame.mock.calls.length, told.at(-1)]).toEqual([1, 0, { type: 'open' }]);
  });
});
