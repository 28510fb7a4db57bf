import { describe, expect, it } from 'vitest';
import { makeInProcessBus } from '@consilium/server/bus/in-process.ts';
import type { Bus, Change, News } from '@consilium/server/bus/port.ts';
import { makeRedisBus } from '@consilium/server/bus/redis.ts';
import { redisUrl } from '../harness/engines/shared.ts';
import { makeMemoryLog } from '../harness/memory-log.ts';
import { startRelay } from '../harness/relay.ts';
import { awareness } from '../harness/bombs.ts';
import { connect, eventually, recordedDoc, WireClient } from '../harness/wire-client.ts';

const url = await redisUrl();

const adapters: readonly (readonly [string, () => readonly [Bus, Bus]])[] = [
  [
    'in process',
    () => {
      const bus = makeInProcessBus();
      return [bus.join(), bus.join()];
    },
  ],
  ...(url === undefined ? [] : [['redis', () => [redisBus(url, 'relay:a'), redisBus(url, 'relay:b')] as const] as const]),
];

const redisBus = (url: string, relayId: string): Bus => makeRedisBus(url, relayId, () => undefined);

describe.each(adapters)('bus %s', (_name, make) => {
  it('[BUS1] others hear what is published for a document they have open, the publisher does not', async () => {
    const [here, there] = make();
    const heard: News[] = [];
    const own: News[] = [];
    const but = (into: News[]) => (news: News) => void (news.type === 'who' || into.push(news)); // those are the subscriptions themselves
    here.subscribe('doc/a', but(own));
    const stop = there.subscribe('doc/a', but(heard));
    const news: News = { type: 'update', document: 'doc/a', seq: 7, update: Uint8Array.of(1, 2) };
    await eventually(() => {
      if (heard.length === 0) here.publish(news); // until a subscription over a network stands
      return heard.length > 0;
    }, 'news');
    expect([heard[0], own]).toEqual([news, []]);
    stop();
    await Promise.all([here.close(), there.close()]);
  });

  it('[BUS2] [RELAY9] two relays on one log show each other’s edits, and what the bus has lost is read from the log', async () => {
    const log = makeMemoryLog();
    const [here, there] = make();
    let isLost = false;
    const losing: Bus = { ...here, publish: (news) => void (isLost || here.publish(news)) };
    await using first = await startRelay(log, losing);
    await using second = await startRelay(log, there, 100);
    const clients = [first, second].map(({ url }, i) => new WireClient(`${url}/doc/b?user=u${i}`));
    for (const client of clients) await client.frame('step1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { doc, updates } = recordedDoc(5000);
    for (const key of ['told', 'lost', 'told again']) {
      isLost = key === 'lost';
      doc.getMap('annotations').set(key, 1);
      clients[0]!.send({ type: 'update', update: updates.at(-1)! });
      await clients[1]!.frame('update', updates.length - 1);
    }
    expect(clients[1]!.framesOf('update').map(({ update }) => update)).toEqual(updates);
    for (const client of clients) client.close();
    await Promise.all([here.close(), there.close()]);
  });

  it('[BUS3] an update too large to carry is read from the log at once, [BUS4] presence travels and is not in the log', async () => {
    const log = makeMemoryLog();
    const [here, there] = make();
    await using first = await startRelay(log, here);
    await using second = await startRelay(log, there); // which never looks for itself
    const [ana, boris] = [await connect(first.url, 'doc/c', 'ana', 5000), await connect(second.url, 'doc/c', 'boris', 5100)];
    let clock = 0;
    await eventually(() => {
      if (boris.framesOf('awareness').length === 0) ana.send({ type: 'awareness', update: awareness([[5000, ++clock, '{"at":"kinkajou"}']]) });
      return boris.framesOf('awareness').length > 0;
    }, 'presence, once a subscription over a network stands');
    expect(Buffer.from(boris.framesOf('awareness')[0]!.update).toString()).toContain('kinkajou');
    expect((await log.load('doc/c')).head).toBe(0);
    const { doc, updates } = recordedDoc(5000);
    doc.getMap('annotations').set('large', 'x'.repeat(300 * 1024));
    ana.send({ type: 'update', update: updates[0]! });
    expect((await boris.frame('update')).update).toEqual(updates[0]);
    for (const client of [ana, boris]) client.close();
    await Promise.all([here.close(), there.close()]);
  });

  it('[BUS9] who opens a document on one relay sees at once who rests in it on another', async () => {
    const log = makeMemoryLog();
    const [here, there] = make();
    await using first = await startRelay(log, here);
    await using second = await startRelay(log, there);
    const ana = await connect(first.url, 'doc/g', 'ana', 5000);
    ana.send({ type: 'awareness', update: awareness([[5000, 1, '{"at":"kinkajou"}']]) });
    await ana.frame('awareness');
    const boris = await connect(second.url, 'doc/g', 'boris', 5100);
    expect(Buffer.from((await boris.frame('awareness')).update).toString()).toContain('kinkajou');
    for (const client of [ana, boris]) client.close();
    await Promise.all([here.close(), there.close()]);
  });
});

it.runIf(url !== undefined)('[BUS3] over Redis an update above 256 KB is a doorbell, one below is carried', async () => {
  const [here, there] = [redisBus(url!, 'relay:c'), redisBus(url!, 'relay:d')];
  const heard: News[] = [];
  there.subscribe('doc/d', (news) => heard.push(news));
  const told = async (bytes: number) => {
    const found = () => heard.flatMap((news) => (news.type === 'update' && news.seq === bytes ? [news.update.length] : []))[0];
    await eventually(() => {
      if (found() === undefined) here.publish({ type: 'update', document: 'doc/d', seq: bytes, update: new Uint8Array(bytes) });
      return found() !== undefined;
    }, 'news');
    return found();
  };
  expect([await told(256 * 1024), await told(256 * 1024 + 1)]).toEqual([256 * 1024, 0]);
  await Promise.all([here.close(), there.close()]);
});

it.runIf(url !== undefined)('[BUS8] a document opened at whatever moment of a connection’s beginning is heard', async () => {
  const here = redisBus(url!, 'relay:e');
  const others = Array.from({ length: 60 }, (_, i) => redisBus(url!, `relay:f${i}`));
  const heard = new Set<Bus>();
  for (const there of others) {
    await new Promise((resolve) => setImmediate(resolve)); // each a little further on in its greeting
    there.subscribe('doc/e', ({ type }) => void (type === 'state' && heard.add(there)));
  }
  await eventually(() => {
    here.publish({ type: 'state', document: 'doc/e' });
    return heard.size === others.length && others.every((bus) => bus.reachesOthers());
  }, 'news at every relay', 15_000);
  await Promise.all([here, ...others].map((bus) => bus.close()));
});

it.runIf(url !== undefined)('[BUS6] what could not be announced is made good by telling the others to look at everything again', async () => {
  const there = redisBus(url!, 'relay:h');
  const heard: Change[] = [];
  there.onAnnounced((change) => heard.push(change));
  await eventually(() => there.reachesOthers(), 'a subscription');
  const late = redisBus(url!, 'relay:i');
  late.announce({ document: 'doc/f' }); // while it has no connection yet
  await eventually(() => heard.length > 0, 'the change');
  expect(heard).toEqual([{}]);
  await Promise.all([there, late].map((bus) => bus.close()));
});
