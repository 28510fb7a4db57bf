import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import { makeMemoryLog } from '../harness/memory-log.ts';
import { nobody, reader, startRelay, writer } from '../harness/relay.ts';
import { connect, hello, recordedDoc, WireClient } from '../harness/wire-client.ts';

const name = 'consensus/item-1';

describe('who may', () => {
  it('[WIRE8] not there and not yours are one answer, byte for byte', async () => {
    await using relay = await startRelay();
    relay.authority.grants.set('reading/i/boris', nobody);
    relay.authority.grants.set('no/such/thing', nobody);
    const answers = [];
    for (const document of ['reading/i/boris', 'no/such/thing']) {
      const client = new WireClient(`${relay.url}/${document}?user=ana`);
      await client.until(() => client.closed, 'close');
      answers.push([client.frames, client.closed]);
    }
    expect(answers[0]).toEqual([
      [{ type: 'denied', reason: 'no such document' }],
      { code: 4403, reason: 'no such document' },
    ]);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('[WIRE12] somebody who is not signed in is told so', async () => {
    await using relay = await startRelay();
    const client = new WireClient(`${relay.url}/${name}`);
    await client.until(() => client.closed, 'close');
    expect(client.closed?.code).toBe(4401);
  });

  it('[GUARD7] [WIRE6a] structs of another’s clientID are rejected, quarantined, and reach nobody', async () => {
    const log = makeMemoryLog();
    await using relay = await startRelay(log);
    const ana = await connect(relay.url, name, 'ana', 5000);
    const boris = await connect(relay.url, name, 'boris', 6000);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('forged', 1);
    boris.send({ type: 'update', update: updates[0]! });
    expect(await boris.frame('rejected')).toEqual({
      type: 'rejected',
      ordinal: 1,
      hash: new Uint8Array(createHash('sha256').update(updates[0]!).digest()),
      reason: 'foreign-client',
    });
    await boris.frame('ack');
    expect(log.quarantined).toMatchObject([{ document: name, userId: 'boris', reason: 'foreign-client' }]);
    expect([log.appends, ana.framesOf('update')]).toEqual([0, []]);
    ana.close();
    boris.close();
  });

  it('[WIRE5] [WIRE10] a clientID belongs to whoever claimed it first', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, name, 'ana', 5000);
    const boris = new WireClient(`${relay.url}/${name}?user=boris`);
    await boris.opened();
    boris.send(hello(5000));
    expect(await boris.frame('unwelcome')).toMatchObject({ reason: 'client id taken' });
    boris.send(hello(17));
    expect(await boris.frame('unwelcome', 1)).toMatchObject({ reason: 'client id taken' });
    boris.send(hello(6000));
    expect(await boris.frame('welcome')).toMatchObject({ clientId: 6000, mayWrite: true });
    ana.close();
    boris.close();
  });

  it('[GUARD9] a reader’s edits are rejected and their resync is not', async () => {
    await using relay = await startRelay();
    relay.authority.grants.set(`boris ${name}`, reader);
    const ana = await connect(relay.url, name, 'ana', 5000);
    const boris = await connect(relay.url, name, 'boris', 6000);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('a', 1);
    ana.send({ type: 'update', update: updates[0]! });
    await boris.frame('update');
    boris.send({ type: 'step2', update: Y.encodeStateAsUpdate(doc) });
    await boris.frame('ack');
    expect(boris.framesOf('rejected')).toEqual([]);
    const own = recordedDoc(6000);
    own.doc.getMap('annotations').set('b', 1);
    boris.send({ type: 'update', update: own.updates[0]! });
    expect((await boris.frame('rejected')).reason).toBe('read-only');
    ana.close();
    boris.close();
  });

  it('[RELAY11] a frozen document takes nothing but no-ops, from anybody, at once', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, name, 'ana', 5000);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('a', 1);
    ana.send({ type: 'update', update: updates[0]! });
    await ana.frame('ack');
    await relay.relay.freeze(name);
    ana.send({ type: 'step2', update: Y.encodeStateAsUpdate(doc) });
    await ana.frame('ack', 1);
    expect(ana.framesOf('rejected')).toEqual([]);
    doc.getMap('annotations').delete('a');
    ana.send({ type: 'update', update: updates[1]! });
    expect((await ana.frame('rejected')).reason).toBe('frozen');
    expect((await relay.relay.read(name)).getMap('annotations').toJSON()).toEqual({ a: 1 });
    ana.close();
  });

  it('[RELAY6] a right withdrawn closes or narrows open connections before anything more is read from them', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, name, 'ana', 5000);
    const boris = await connect(relay.url, name, 'boris', 6000);
    relay.authority.grants.set(`ana ${name}`, reader);
    relay.authority.grants.set(`boris ${name}`, nobody);
    relay.authority.change({ document: name });
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('late', 1);
    ana.send({ type: 'update', update: updates[0]! });
    expect((await ana.frame('welcome', 1)).mayWrite).toBe(false);
    expect((await ana.frame('rejected')).reason).toBe('read-only');
    await boris.until(() => boris.closed, 'close');
    expect(boris.closed?.code).toBe(4403);
    relay.authority.grants.set(`ana ${name}`, writer);
    relay.authority.change({ userId: 'ana' as UserId });
    expect((await ana.frame('welcome', 2)).mayWrite).toBe(true);
    ana.close();
  });
});
