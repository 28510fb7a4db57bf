import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { decodeControl, encodeControl, splitChannel, withChannel, type Control } from './channels.ts';
import { decodeFrame, encodeFrame, wireFloor, wireVersion, type Frame, type Sender } from './frames.ts';

const bytes = Uint8Array.of(1, 2, 3);
const golden: readonly (readonly [Sender, Frame])[] = [
  ['client', { type: 'step1', stateVector: bytes }],
  ['client', { type: 'step2', update: bytes }],
  ['client', { type: 'update', update: bytes }],
  ['client', { type: 'awareness', update: bytes }],
  ['client', { type: 'queryAwareness' }],
  ['client', { type: 'hello', wire: 1, schema: 7, clientId: 4_000_000_000 }],
  ['server', { type: 'denied', reason: 'no such document' }],
  ['server', { type: 'welcome', wire: 1, schema: 7, clientId: 4_000_000_000, mayWrite: true }],
  ['server', { type: 'unwelcome', wire: 1, schema: 7, reason: 'taken' }],
  ['server', { type: 'ack', count: 3, seq: 300 }],
  ['server', { type: 'rejected', ordinal: 2, hash: new Uint8Array(32).fill(9), reason: 'foreign-client' }],
  ['server', { type: 'reset', reason: 'behind' }],
];
const controls: readonly Control[] = [
  { type: 'open', channel: 1, document: 'reading/i/u' },
  { type: 'opened', channel: 1 },
  { type: 'refused', channel: 200, reason: 'no such document' },
  { type: 'close', channel: 1 },
];

it('[WIRE9] the frames of this version are these bytes', () => {
  const hash = createHash('sha256');
  for (const [, frame] of golden) hash.update(encodeFrame(frame));
  for (const control of controls) hash.update(encodeControl(control));
  expect(hash.digest('hex')).toBe('86b6cd3e219b5bc33ba3b37e682109a6772e88f2a81bf7d8429d36801d2bbc44');
  expect([wireVersion, wireFloor]).toEqual([1, 1]);
});

it('[WIRE2] every frame is read as it was written, and one byte more or less is malformed', () => {
  for (const [from, frame] of golden) {
    const written = encodeFrame(frame);
    expect(decodeFrame(written, from)).toEqual({ ok: true, value: frame });
    expect(decodeFrame(Uint8Array.of(...written, 0), from).ok).toBe(false);
    expect(decodeFrame(written.subarray(0, -1), from).ok).toBe(false);
  }
});

it('[WIRE7] control messages and channels survive the round trip', () => {
  for (const control of controls) {
    const parts = splitChannel(encodeControl(control));
    if (!parts.ok) throw new Error('channel');
    expect(parts.value[0]).toBe(0);
    expect(decodeControl(parts.value[1])).toEqual({ ok: true, value: control });
  }
  const frame = encodeFrame({ type: 'ack', count: 1, seq: 1 });
  expect(splitChannel(withChannel(300, frame))).toEqual({ ok: true, value: [300, frame] });
});

it('[WIRE2] random bytes are refused or read, never thrown at', () => {
  let state = 1;
  const next = () => (state = (state * 48271) % 0x7fffffff) & 255;
  for (let i = 0; i < 20_000; i++) {
    const noise = Uint8Array.from({ length: next() % 24 }, next);
    decodeFrame(noise, i % 2 === 0 ? 'client' : 'server');
    decodeControl(noise);
    const parts = splitChannel(noise);
    expect(typeof parts.ok).toBe('boolean');
  }
});
