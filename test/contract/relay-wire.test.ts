import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { makeMemoryLog } from '../harness/memory-log.ts';
import { nobody, person, startRelay } from '../harness/relay.ts';
import { connect, eventually, recordedDoc, WireClient } from '../harness/wire-client.ts';

const name = 'consensus/item-1';
describe('acknowledgement', () => {
  it('[WIRE4] [WIRE6] comes only once the log is durable, and others hear nothing before', async () => {
    const log = makeMemoryLog();
    let release = () => {};
    log.commit = () => new Promise((resolve) => (release = resolve));
    await using relay = await startRelay(log);
    const ana = await connect(relay.url, name, 'ana', 5000);
    const boris = await connect(relay.url, name, 'boris', 6000);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('a', 1);
    ana.send({ type: 'update', update: updates[0]! });
    await eventually(() => log.appends === 1, 'append');
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect([ana.framesOf('ack'), boris.framesOf('update')]).toEqual([[], []]);
    release();
    expect(await ana.frame('ack')).toEqual({ type: 'ack', count: 1, seq: 1 });
    expect((await boris.frame('update')).update).toEqual(updates[0]);
    ana.close();
    boris.close();
  });

  it('[WIRE6] counts a frame that came with a gap only after a step 2 has brought what was missing', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, name, 'ana', 5000);
    const { doc, updates } = recordedDoc(5000);
    for (const key of ['a', 'b', 'c']) doc.getMap('annotations').set(key, 1);
    ana.send({ type: 'update', update: updates[0]! });
    await ana.frame('ack');
    ana.send({ type: 'update', update: updates[2]! });
    const asked = await ana.frame('step1', 1);
    expect(ana.framesOf('ack').at(-1)).toEqual({ type: 'ack', count: 1, seq: 1 });
    ana.send({ type: 'step2', update: Y.encodeStateAsUpdate(doc, asked.stateVector) });
    await ana.until(() => ana.framesOf('ack').some(({ count }) => count === 3), 'ack of all three');
    expect((await relay.relay.read(name)).getMap('annotations').toJSON()).toEqual({ a: 1, b: 1, c: 1 });
    ana.close();
  });

  it('[RELAY5] a log that cannot be written acknowledges nothing, and serves what it has to those who come back', async () => {
    const log = makeMemoryLog();
    await using relay = await startRelay(log);
    const ana = await connect(relay.url, name, 'ana', 5000);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('a', 1);
    doc.getMap('annotations').set('b', 2);
    ana.send({ type: 'update', update: updates[0]! });
    await ana.frame('ack');
    log.commit = () => Promise.reject(new Error('ENOSPC'));
    ana.send({ type: 'update', update: updates[1]! });
    await ana.until(() => ana.closed, 'close');
    expect([ana.closed?.code, ana.framesOf('ack').length]).toEqual([4500, 1]);
    log.commit = () => Promise.resolve();
    const again = await connect(relay.url, name, 'ana', 5000);
    again.send({ type: 'step2', update: Y.encodeStateAsUpdate(doc) });
    await again.frame('ack');
    expect((await relay.relay.read(name)).getMap('annotations').toJSON()).toEqual({ a: 1, b: 2 });
    again.close();
  });

  it('[RELAY2] a document that cannot be loaded is not answered at all', async () => {
    const log = makeMemoryLog();
    const load = log.load;
    log.load = () => Promise.reject(new Error('disk'));
    await using relay = await startRelay(log);
    const ana = new WireClient(`${relay.url}/${name}?user=ana`);
    await ana.until(() => ana.closed, 'close');
    expect([ana.closed?.code, ana.frames]).toEqual([4500, []]);
    log.load = load;
    const again = await connect(relay.url, name, 'ana', 5000);
    await again.frame('step1');
    again.close();
  });
});

describe('the server itself', () => {
  it('[RELAY11] publishes into a document in which nobody else may write that root', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, 'session/s1', 'ana', 5000);
    await relay.relay.write('session/s1', (doc) => doc.getMap('published').set('round/r1', { votes: 3 }), 'chair');
    await relay.relay.write('session/s1', (doc) => doc.getMap('published').set('round/r1', { votes: 4 }), 'chair');
    const seen = new Y.Doc();
    await ana.frame('update', 1);
    for (const { update } of ana.framesOf('update')) Y.applyUpdate(seen, update);
    expect(seen.getMap('published').toJSON()).toEqual({ 'round/r1': { votes: 4 } });
    seen.clientID = 5000;
    const updates: Uint8Array[] = [];
    seen.on('update', (update: Uint8Array) => updates.push(update));
    seen.getMap('published').delete('round/r1');
    ana.send({ type: 'update', update: updates[0]! });
    expect((await ana.frame('rejected')).reason).toBe('foreign-content');
    ana.close();
  });

  it('[RELAY12] pull and push pass the same grant and guard', async () => {
    await using relay = await startRelay();
    relay.authority.grants.set('reading/hidden', nobody);
    const { doc } = recordedDoc(5000);
    doc.getMap('annotations').set('a', 1);
    const update = Y.encodeStateAsUpdate(doc);
    const empty = new Uint8Array(0);
    expect(await relay.relay.push(person('ana'), [{ document: name, update }])).toEqual([
      { type: 'durable', document: name, seq: 1 },
    ]);
    expect(await relay.relay.push(person('boris'), [{ document: 'x', update: Uint8Array.of(9, 9) }])).toMatchObject([
      { type: 'rejected' },
    ]);
    const pulled = await relay.relay.pull(person('boris'), [
      { document: name, stateVector: empty },
      { document: 'reading/hidden', stateVector: empty },
    ]);
    expect(pulled).toMatchObject([
      { type: 'update', seq: 1 },
      { type: 'refused', document: 'reading/hidden' },
    ]);
    const copy = new Y.Doc();
    if (pulled[0]?.type === 'update') Y.applyUpdate(copy, pulled[0].update);
    expect(copy.getMap('annotations').toJSON()).toEqual({ a: 1 });
  });

  it('[RELAY13] stopping makes the last edit durable, acknowledges it, and closes with 1012', async () => {
    const log = makeMemoryLog();
    log.commit = () => new Promise((resolve) => setTimeout(resolve, 100));
    await using relay = await startRelay(log);
    const ana = await connect(relay.url, name, 'ana', 5000);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('a', 1);
    ana.send({ type: 'update', update: updates[0]! });
    await eventually(() => log.appends === 1, 'append');
    await relay.relay.stop();
    await ana.until(() => ana.closed, 'close');
    expect([ana.closed?.code, ana.framesOf('ack').at(-1)?.count]).toEqual([1012, 1]);
  });
});

describe('one socket, many documents', () => {
  it('[WIRE7] carries each on its own channel, and refusing one leaves the others', async () => {
    await using relay = await startRelay();
    relay.authority.grants.set('reading/hidden', nobody);
    const ana = new WireClient(`${relay.url}?user=ana`, true);
    await ana.opened();
    ana.control({ type: 'open', channel: 1, document: 'doc-one' });
    ana.control({ type: 'open', channel: 300, document: 'doc-two' });
    ana.control({ type: 'open', channel: 3, document: 'reading/hidden' });
    await ana.until(() => ana.controls.length === 3, 'controls');
    expect(ana.controls).toEqual(
      expect.arrayContaining([
        { type: 'opened', channel: 1 },
        { type: 'opened', channel: 300 },
        { type: 'refused', channel: 3, reason: 'no such document' },
      ]),
    );
    const boris = await connect(relay.url, 'doc-two', 'boris', 6000);
    const { doc, updates } = recordedDoc(6000);
    doc.getMap('annotations').set('a', 1);
    boris.send({ type: 'update', update: updates[0]! });
    expect((await ana.frame('update')).update).toEqual(updates[0]);
    relay.authority.grants.set('ana doc-two', nobody);
    relay.authority.change({ document: 'doc-two' });
    await ana.until(() => ana.controls.length === 4, 'withdrawn');
    expect(ana.controls.at(-1)).toEqual({ type: 'refused', channel: 300, reason: 'no such document' });
    expect(ana.closed).toBeUndefined();
    ana.close();
    boris.close();
  });
});
