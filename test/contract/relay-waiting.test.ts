import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import { makeInProcessBus } from '@consilium/server/bus/in-process.ts';
import { makeMemoryLog } from '../harness/memory-log.ts';
import { nobody, reader, startRelay } from '../harness/relay.ts';
import { connect, eventually, recordedDoc, WireClient } from '../harness/wire-client.ts';

const name = 'consensus/item-1';
const turns = () => new Promise((resolve) => setTimeout(resolve, 20));
const change = { userId: 'ana' as UserId }; // test ids are ids by construction

function edit(client: number) {
  const { doc, updates } = recordedDoc(client);
  doc.getMap('annotations').set(`of ${client}`, 1);
  return updates[0]!; // one transaction, one update
}

describe('while something waits', () => {
  it('[RELAY17] rights withdrawn while a document loads are withdrawn when it opens', async () => {
    const log = makeMemoryLog();
    const [asked, loaded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { load } = log;
    log.load = async (document) => {
      asked.resolve();
      await loaded.promise;
      return load(document);
    };
    await using relay = await startRelay(log);
    const ana = new WireClient(`${relay.url}/${name}?user=ana`);
    await asked.promise;
    relay.authority.grants.set(`ana ${name}`, nobody);
    relay.authority.change(change);
    loaded.resolve();
    await ana.until(() => ana.closed, 'close');
    expect([ana.frames, ana.closed?.code]).toEqual([[{ type: 'denied', reason: 'no such document' }], 4403]);
  });

  it('[RELAY18] a change of rights lets nothing overtake a frame that waits for a claim, and a refusal names its own frame', async () => {
    const log = makeMemoryLog();
    const { bindClient } = log;
    const claim = Promise.withResolvers<void>();
    const claiming = Promise.withResolvers<void>();
    log.bindClient = async (document, client, user) => {
      if (client !== 7000) return bindClient(document, client, user);
      claiming.resolve();
      await claim.promise;
      return 'boris';
    };
    await using relay = await startRelay(log);
    const ana = await connect(relay.url, name, 'ana', 5000);
    const first = edit(7000);
    ana.send({ type: 'update', update: first });
    ana.send({ type: 'update', update: edit(5000) });
    await claiming.promise;
    relay.authority.change(change);
    await ana.frame('welcome', 1);
    await turns();
    expect([log.appends, ana.framesOf('ack')]).toEqual([0, []]);
    claim.resolve();
    await eventually(() => ana.framesOf('ack').at(-1)?.count === 2, 'both answered');
    const hash = new Uint8Array(createHash('sha256').update(first).digest());
    expect(ana.framesOf('rejected')).toEqual([{ type: 'rejected', ordinal: 1, hash, reason: 'foreign-client' }]);
    ana.close();
  });

  it('[RELAY18] of two answers about rights the one to the newer question counts, whichever comes last', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, name, 'ana', 5000);
    const { grant } = relay.authority;
    const late = Promise.withResolvers<void>();
    let asked = 0;
    relay.authority.grant = async (person, document) => {
      const isFirst = ++asked === 1;
      const answer = await grant(person, document);
      if (isFirst) await late.promise;
      return answer;
    };
    relay.authority.change(change);
    relay.authority.grants.set(`ana ${name}`, reader);
    relay.authority.change(change);
    await ana.frame('welcome', 1);
    late.resolve();
    ana.send({ type: 'update', update: edit(5000) });
    await ana.frame('rejected');
    expect(ana.framesOf('welcome').map(({ mayWrite }) => mayWrite)).toEqual([true, false]);
    ana.close();
  });

  it('[BUS10] a release whose news is lost is read from the log by the other relay', async () => {
    const log = makeMemoryLog();
    const bus = makeInProcessBus();
    const lossy = { ...bus.join(), publish: () => undefined };
    await log.freeze(name, true);
    await using here = await startRelay(log, lossy);
    await using there = await startRelay(log, bus.join(), 20);
    const ana = await connect(there.url, name, 'ana', 5000);
    await here.relay.freeze(name, false);
    const looks = vi.spyOn(log, 'standings');
    await expect.poll(() => looks.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(3);
    ana.send({ type: 'update', update: edit(5000) });
    await ana.frame('ack');
    expect(ana.framesOf('rejected')).toEqual([]);
    ana.close();
  });

  it('[RELAY11] the server reads what another relay has acknowledged, though no news of it came', async () => {
    const log = makeMemoryLog();
    await using here = await startRelay(log, makeInProcessBus().join(), 60_000);
    await using there = await startRelay(log, makeInProcessBus().join(), 60_000); // no bus between them
    await here.relay.read(name);
    const ana = await connect(there.url, name, 'ana', 5000);
    ana.send({ type: 'update', update: edit(5000) });
    await ana.frame('ack');
    await here.relay.freeze(name);
    const read = await here.relay.read(name);
    expect(Y.encodeStateVector(read)).toEqual(Y.encodeStateVector(await there.relay.read(name)));
    expect(Y.decodeStateVector(Y.encodeStateVector(read)).get(5000)).toBeGreaterThan(0);
    ana.close();
  });

  it('[WIRE3] a step 1 above 256 KB is not read and ends the socket', async () => {
    await using relay = await startRelay();
    const ana = await connect(relay.url, name, 'ana', 5000);
    ana.send({ type: 'step1', stateVector: new Uint8Array(256 * 1024 + 1) });
    await ana.until(() => ana.closed, 'close');
    expect(ana.closed?.code).toBe(4429);
  });
});
