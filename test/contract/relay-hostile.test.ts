import { connect as connectTcp, type Socket } from 'node:net';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import { awareness, forgedBy, nested, numbers, rooted, subDocument } from '../harness/bombs.ts';
import { makeMemoryLog, type MemoryLog } from '../harness/memory-log.ts';
import { reader, startRelay, type TestRelay } from '../harness/relay.ts';
import { connect, eventually, recordedDoc, type WireClient } from '../harness/wire-client.ts';

let relay: TestRelay;
let log: MemoryLog;

beforeAll(async () => {
  log = makeMemoryLog();
  relay = await startRelay(log);
});
afterAll(() => relay[Symbol.asyncDispose]());

/** Does this to a relay where an honest person works, and sees that their next edit still reaches a colleague. */
async function attack(
  document: string,
  act: (attacker: WireClient, raw: Socket) => Promise<void>,
): Promise<WireClient> {
  const ana = await open(document, 'ana', 5000);
  const boris = await open(document, 'boris', 6000);
  const attacker = await open(document, 'mallory', 7000);
  const raw = await rawSocket(document);
  await act(attacker, raw);
  const { doc, updates } = recordedDoc(5000);
  doc.getMap('annotations').set('honest', document);
  ana.send({ type: 'update', update: updates[0]! });
  await boris.until(
    () => boris.framesOf('update').some(({ update }) => Buffer.compare(update, updates[0]!) === 0),
    'honest edit',
  );
  await ana.frame('ack');
  expect([ana.closed, boris.closed]).toEqual([undefined, undefined]);
  const seen = boris;
  ana.close();
  boris.close();
  attacker.close();
  raw.destroy();
  return seen;
}

const open = (document: string, user: string, clientId: number) => connect(relay.url, document, user, clientId);

/** A handshake by hand, so that frames can be written which no library would write. */
async function rawSocket(document: string): Promise<Socket> {
  const url = new URL(`${relay.url}/${document}?user=eve`);
  const socket = connectTcp(Number(url.port), url.hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

const closedOf = (raw: Socket) => new Promise<void>((resolve) => raw.once('close', () => resolve()));

describe('frames no library writes', () => {
  const cases: readonly (readonly [string, Buffer])[] = [
    ['reserved bits', Buffer.from([0xf2, 0x80, 0, 0, 0, 0])],
    ['unmasked', Buffer.from([0x82, 0x02, 0, 0])],
    ['declared 128 MB', Buffer.from([0x82, 0xff, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0])],
    ['declared 2^62', Buffer.from([0x82, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['bad opcode', Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
    ['fragmented ping', Buffer.from([0x09, 0x80, 0, 0, 0, 0])],
  ];
  it.each(cases)('[RELAY1] %s end that socket alone', async (what, bytes) => {
    await attack(`raw-${what.replace(/\W/g, '-')}`, async (_attacker, raw) => {
      const closed = closedOf(raw);
      raw.write(bytes);
      raw.resume();
      await closed;
    });
  });

  it('[RELAY1] an abrupt reset ends that socket alone', async () => {
    await attack('raw-reset', async (_attacker, raw) => void raw.resetAndDestroy());
  });

  it('[WIRE2] a message above 8 MB is refused with 1009', async () => {
    await attack('big', async (attacker) => {
      attacker.sendBytes(new Uint8Array(16 * 1024 * 1024));
      await attacker.until(() => attacker.closed, 'close');
      expect(attacker.closed?.code).toBe(1009);
    });
  });
});

describe('garbage', () => {
  const awarenessFrame = (update: Uint8Array) => encodeFrame({ type: 'awareness', update });
  const cases: readonly (readonly [string, Uint8Array | string])[] = [
    ['random', Uint8Array.of(77, 203, 9, 1, 255, 0, 31)],
    ['empty', new Uint8Array(0)],
    ['text', 'hello'],
    ['truncated', encodeFrame({ type: 'update', update: new Uint8Array(40) }).subarray(0, 20)],
    ['bad step 1', encodeFrame({ type: 'step1', stateVector: Uint8Array.of(255, 255, 255, 255, 15) })],
    ['bad awareness', awarenessFrame(Uint8Array.of(9, 9, 9))],
    ['awareness that is not JSON', awarenessFrame(awareness([[7000, 1, '{nope']]))],
    ['awareness with a prototype', awarenessFrame(awareness([[7000, 1, '{"__proto__":{"isAdmin":true}}']]))],
    [
      'a count of 200,000 awareness entries',
      awarenessFrame(encoding.encode((encoder) => encoding.writeVarUint(encoder, 200_000))),
    ],
    ['a server’s frame', encodeFrame({ type: 'ack', count: 1, seq: 1 })],
  ];
  it.each(cases)('[WIRE2] %s is closed with 4400', async (what, bytes) => {
    await attack(`garbage-${what.replace(/\W/g, '-')}`, async (attacker) => {
      attacker.sendBytes(bytes);
      await attacker.until(() => attacker.closed, 'close');
      expect(attacker.closed?.code).toBe(4400);
    });
  });

  const bombs: readonly (readonly [string, Uint8Array])[] = [
    ['2^25 structs claimed', numbers(1, 2 ** 25 - 1, 7000, 0)],
    ['a V2 bomb', Uint8Array.from(Buffer.from('000002a42700000000000001008094ebdc0300000000', 'hex'))],
    ['zero-length garbage', numbers(1, 3, 7000, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['a delete of everything to come', numbers(0, 1, 5000, 1, 0, 2 ** 30)],
    ['a struct of another', forgedBy(5000)],
    ['a reserved id', forgedBy(17)],
    ['an unknown root', rooted('secret')],
    ['a forbidden root', rooted('__proto__')],
    ['a sub-document', subDocument()],
    ['5,000 nested arrays', nested(5000)],
  ];
  it.each(bombs)('[GUARD1-9] %s is answered, and nothing of it is logged', async (what, update) => {
    const document = `bomb-${what.replace(/\W/g, '-')}`;
    await attack(document, async (attacker) => {
      const before = log.appends;
      attacker.send({ type: 'update', update });
      await attacker.until(
        () => attacker.framesOf('rejected').length > 0 || attacker.framesOf('step1').length > 1,
        'an answer',
      );
      expect(log.appends).toBe(before);
    });
  });
});

describe('presence', () => {
  it('[WIRE11] forged, flooding and oversized presence reaches nobody', async () => {
    const frames: Uint8Array[] = [
      awareness([[5000, 50, '{"user":{"name":"I am ana"}}']]),
      awareness([[5000, 50, 'null']]),
      awareness([[7000, 2 ** 40, '{}']]),
      awareness([[7000, 5, JSON.stringify({ big: 'x'.repeat(3000) })]]),
      awareness(Array.from({ length: 2000 }, (_, i) => [9_000_000 + i, 1, '{}'] as const)),
    ];
    const document = 'forged-presence';
    const ana = await open(document, 'ana', 5000);
    ana.send({ type: 'awareness', update: awareness([[5000, 1, '{"here":1}']]) });
    const boris = await open(document, 'boris', 6000);
    await boris.frame('awareness');
    const attacker = await open(document, 'mallory', 7000);
    const before = boris.framesOf('awareness').length;
    for (const update of frames) attacker.send({ type: 'awareness', update });
    attacker.send({ type: 'awareness', update: awareness([[7000, 1, '{"user":{"name":"ana"}}']]) });
    await boris.until(() => boris.framesOf('awareness').length > before, 'own presence');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const text = Buffer.from(
      boris
        .framesOf('awareness')
        .slice(before)
        .map(({ update }) => Buffer.from(update).toString('latin1'))
        .join(''),
    ).toString();
    expect([
      text.includes('I am ana'),
      text.includes('big'),
      text.includes('Dr mallory'),
      boris.framesOf('awareness').length - before,
    ]).toEqual([false, false, true, 1]);
    for (const client of [ana, boris, attacker]) client.close();
  });

  it('[WIRE11] where presence is not carried nobody hears of anybody', async () => {
    const document = 'reading/blind';
    relay.authority.grants.set(document, { ...reader, hasPresence: false });
    const ana = await open(document, 'ana', 5000);
    const boris = await open(document, 'boris', 6000);
    ana.send({ type: 'awareness', update: awareness([[5000, 1, '{"here":1}']]) });
    expect(Buffer.from((await ana.frame('awareness')).update).toString()).toContain('Dr ana');
    boris.send({ type: 'queryAwareness' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(boris.framesOf('awareness')).toEqual([]);
    ana.close();
    boris.close();
  });
});

describe('readers', () => {
  it('[RELAY8] one who stops reading is sent nothing more at 4 MiB, and all of it once they read again', async () => {
    const document = 'stalled';
    const ana = await open(document, 'ana', 5000);
    const slow = await open(document, 'boris', 6000);
    slow.socket.pause();
    const { doc, updates } = recordedDoc(5000);
    for (let i = 0; i < 100; i++) {
      doc.getMap('annotations').set(`k${i % 10}`, 'x'.repeat(200_000));
      ana.send({ type: 'update', update: updates.at(-1)! });
      if (i % 10 === 9) await ana.until(() => ana.framesOf('ack').some(({ count }) => count === i + 1), 'ack', 8000);
    }
    expect(relay.bufferedBytes() / 1e6).toBeLessThan(6.5); // 4 MiB and the turn of 2 MB that passed it
    slow.socket.resume();
    const copy = new Y.Doc();
    await slow.until(() => slow.framesOf('step2').length > 0, 'the one answer with what was missed', 8000);
    for (const frame of slow.frames)
      if (frame.type === 'update' || frame.type === 'step2') Y.applyUpdate(copy, frame.update);
    expect(copy.getMap('annotations').size).toBe(10);
    expect(slow.framesOf('update').length).toBeLessThan(90);
    ana.close();
    slow.close();
  }, 20_000);

  it('[WIRE3] step 1 is answered five times at once, then in its turn', async () => {
    const ana = await open('thirsty', 'ana', 5000);
    const asked = performance.now();
    for (let i = 0; i < 50; i++) ana.send({ type: 'step1', stateVector: Uint8Array.of(0) });
    await ana.until(() => ana.framesOf('step2').length > 5, 'the turn', 15_000);
    expect(performance.now() - asked).toBeGreaterThan(1900); // a turn is two seconds
    expect(ana.framesOf('step2').length).toBe(6);
    ana.close();
  });
});

it('[RELAY1] after all of this the relay has nothing to report', async () => {
  await eventually(() => relay.relay.figures().connections === 0, 'all gone');
  expect(relay.errors).toEqual([]);
});
