import { parentPort, workerData } from 'node:worker_threads';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import { awareness, forgedBy, nested, numbers, rooted, subDocument } from './bombs.ts';
import { WireClient } from './wire-client.ts';

const update = (bytes: Uint8Array) => encodeFrame({ type: 'update', update: bytes });
const bombs: readonly Uint8Array[] = [
  update(numbers(1, 2 ** 25 - 1, 7000, 0)), update(nested(5000)), update(numbers(0, 1, 5000, 1, 0, 2 ** 30)), update(forgedBy(5000)), update(rooted('__proto__')), update(subDocument()),
  update(numbers(1, 1, 7000, 2 ** 20, 0, 1)), // of a future that never comes
  encodeFrame({ type: 'awareness', update: awareness(Array.from({ length: 50 }, (_, i) => [7000 + i, i, '{}'] as const)) }),
  new Uint8Array(9 * 2 ** 20), // more than a frame may hold
  encodeFrame({ type: 'step1', stateVector: Uint8Array.of(0) }),
];

// Ten bombs a second, over a connection that is made anew whenever the relay ends it; beside it, one who reads nothing any more.
let sent = 0;
let isResting = true;
let attacker = new WireClient(`${workerData}?user=mallory`);
const stalled = new WireClient(`${workerData}?user=sloth`);
await Promise.all([attacker.opened(), stalled.opened()]);
stalled.socket.pause();
const timer = setInterval(() => {
  if (isResting) return;
  if (attacker.closed !== undefined) attacker = new WireClient(`${workerData}?user=mallory`);
  if (attacker.socket.readyState === 1) attacker.sendBytes(bombs[sent++ % bombs.length]!);
}, 100);
parentPort?.on('message', (word: 'go' | 'rest' | 'stop') => {
  isResting = word === 'rest';
  if (word !== 'stop') return;
  clearInterval(timer);
  attacker.close();
  stalled.close();
  parentPort?.postMessage(sent);
});
parentPort?.postMessage('ready');
