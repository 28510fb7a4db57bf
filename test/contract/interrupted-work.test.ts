import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { completeAllSubmitted } from '@consilium/server/work/complete-readings.ts';
import { eraseItem } from '@consilium/server/work/erase-item.ts';
import { closeRound, openRound } from '@consilium/server/work/rounds.ts';
import { watchRounds } from '@consilium/server/work/rounds-watch.ts';
import type { Services } from '@consilium/server/work/services.ts';
import { closeSession } from '@consilium/server/work/sessions.ts';
import { openSession } from '@consilium/server/work/sessions-open.ts';
import { signConsensus } from '@consilium/server/work/signatures.ts';
import { submit } from '@consilium/server/work/submit.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NoteWorld, openNoteWorld } from '../harness/note-world.ts';
import { environmentOn, storageAdapters, type TestDatabase } from './storage-adapters.ts';

const options = ['x', 'y'].map((id): BallotOption => ({ id, text: id, kind: 'none' }));
const gone = new Error('the server is gone');

describe.each(storageAdapters)('work that is interrupted, on $name', ({ name, make }) => {
  let database: TestDatabase;
  let world: NoteWorld;
  const watchers: Services[] = [];
  beforeAll(async () => {
    database = await make();
    world = await openNoteWorld(name === 'postgres' ? environmentOn(database) : {});
  });
  afterAll(async () => {
    for (const watcher of watchers) watchRounds(watcher)();
    await world?.close();
    await database?.discard();
  });

  /** The services of a request that comes to a transaction, and waits there while something else happens. @param before which of its transactions, from 1 */
  const waitingBefore = (before: number, meanwhile: () => Promise<unknown>): Services => {
    let begun = 0;
    const { db } = world.services;
    const transaction = () => ({
      async execute<T>(work: Parameters<ReturnType<typeof db.transaction>['execute']>[0]) {
        if (++begun === before) await meanwhile();
        return db.transaction().execute(work) as Promise<T>; // what the work gives
      },
    });
    const waiting: Services = { ...world.services, db: new Proxy(db, { get: (_, key) => (key === 'transaction' ? transaction : Reflect.get(db, key).bind?.(db)) }) };
    watchers.push(waiting);
    return waiting;
  };
  /** The services of a server that ends before it has written a document of this kind. @param first it does not end: this happens then, before it writes */
  const endingBefore = (kind: string, first?: () => Promise<unknown>): Services => {
    const { relay } = world.services;
    return {
      ...world.services,
      relay: { read: (document) => relay.read(document), freeze: (...asked) => relay.freeze(...asked), pull: (...asked) => relay.pull(...asked), push: (...asked) => relay.push(...asked), write: async (document, ...rest) => {
        if (document.startsWith(kind) && first === undefined) throw gone;
        if (document.startsWith(kind)) await first?.();
        return relay.write(document, ...rest);
      } },
    };
  };
  /** The services of a server that ends in the transaction in which this is written down. */
  const endingAt = (action: string): Services => ({
    ...world.services,
    audit: { ...world.services.audit, record: (transaction, line) => (line.action === action ? Promise.reject(gone) : world.services.audit.record(transaction, line)) },
  });
  const isFrozen = async (document: string): Promise<boolean> => (await world.services.log.load(document)).isFrozen;
  const assignmentOf = (item: string) => world.services.db.selectFrom('assignments').select(['state', 'content_hash']).where('item_id', '=', item).executeTakeFirstOrThrow();
  const phaseOf = async (item: string) => (await world.services.db.selectFrom('items').select('phase').where('id', '=', item).executeTakeFirstOrThrow()).phase;
  const published = async (session: string, key: string): Promise<unknown> => mapOf(await world.services.relay.read(`session/${session}`), roots.published).get(key);
  const vote = (session: string, row: string, member: string, choice: string) =>
    world.services.relay.write(`ballot/${session}/${row}/${member}`, (doc) => mapOf(doc, roots.ballot).set('choice', choice), member);
  const watchAsAtStart = () => {
    watchRounds(world.services)(); // that of the server which ended
    return watchRounds(world.services);
  };

  it('[READ6] a submission that is refused opens nothing that another one seals: what is submitted is what its hash binds', async () => {
    const item = await world.noteFor(world.ana);
    const document = `reading/${item}/ana`;
    await world.mark(document);
    const hash = await world.hashNow(document);
    const meanwhile = async () => {
      expect(await submit(world.services, world.ana, item, { hash: 'x', protocolVersion: 1 })).toMatchObject({ ok: false, error: { type: 'OutOfStep' } });
      await world.mark(document);
    };
    const first = await submit(waitingBefore(1, meanwhile), world.ana, item, { hash, protocolVersion: 1 });
    expect(first).toMatchObject({ ok: false, error: { type: 'OutOfStep' } });
    expect(await assignmentOf(item)).toEqual({ state: 'open', content_hash: null });
    expectOk(await world.submitNow(world.ana, item), 'what stands there now');
    expect(await assignmentOf(item)).toEqual({ state: 'submitted', content_hash: await world.hashNow(document) });
    await expect(world.mark(document)).rejects.toThrow('nothing more is written');
  });

  it('[READ6] a reading sent twice at once is submitted once, answered twice, and sealed', async () => {
    for (let n = 0; n < 5; n++) {
      const item = await world.noteFor(world.ana);
      await world.mark(`reading/${item}/ana`);
      const [one, two] = await Promise.all([world.submitNow(world.ana, item), world.submitNow(world.ana, item)]);
      expect([one.ok, two]).toEqual([true, one]);
      expect(await isFrozen(`reading/${item}/ana`)).toBe(true);
      const lines = await world.services.db.selectFrom('audit_log').select('action').where('target', '=', `reading/${item}/ana`).where('action', '=', 'reading.submitted').execute();
      expect(lines).toHaveLength(1);
    }
  });

  it('[READ6] a submission that fails leaves the reading open, and writable', async () => {
    const item = await world.noteFor(world.ana);
    const document = `reading/${item}/ana`;
    const hash = await world.hashNow(document);
    await expect(submit(endingAt('reading.submitted'), world.ana, item, { hash, protocolVersion: 1 })).rejects.toThrow(gone);
    expect([await isFrozen(document), (await assignmentOf(item)).state]).toEqual([false, 'open']);
    await world.mark(document);
  });

  it('[READ7] a case whose server ends between the last submission and the comparison is compared when it is submitted again, or at the next start', async () => {
    const silent: Services = { ...world.services, changes: { ...world.services.changes, announce: () => { throw gone; } } };
    const items = [await world.noteFor(world.ana), await world.noteFor(world.ana)];
    const hashes = await Promise.all(items.map((item) => world.hashNow(`reading/${item}/ana`)));
    for (const [at, item] of items.entries()) await expect(submit(silent, world.ana, item, { hash: hashes[at]!, protocolVersion: 1 })).rejects.toThrow(gone);
    expect(await Promise.all(items.map(phaseOf))).toEqual(['reading', 'reading']);
    expectOk(await submit(world.services, world.ana, items[0]!, { hash: hashes[0]!, protocolVersion: 1 }), 'again');
    expect(await Promise.all(items.map(phaseOf))).toEqual(['compared', 'reading']);
    const waiting = await world.noteFor(world.ana, world.boris);
    expectOk(await world.submitNow(world.ana, waiting), 'one of two');
    expect(await completeAllSubmitted(world.services)).toEqual([]);
    expect(await Promise.all([...items, waiting].map(phaseOf))).toEqual(['compared', 'compared', 'reading']);
  });

  it('[SIGN2] of two who sign different content at once none opens what the other freezes: what is signed is what the hash binds', async () => {
    const { session, item } = await world.panel();
    const document = `consensus/${item}`;
    const sign = async (services: Services, hash: string) => signConsensus(services, world.lead, session.id, item, { password: 'right password', meaning: 'approved', hash });
    const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const early = sign(waitingBefore(1, async () => {
      reached.resolve();
      await goOn.promise;
    }), await world.hashNow(document));
    await reached.promise;
    await world.mark(document);
    const late = await sign(waitingBefore(2, async () => {
      goOn.resolve();
      expect(expectOk(await early, 'the early one').isFrozen).toBe(false);
      await world.mark(document);
    }), await world.hashNow(document));
    expect(expectOk(late, 'the late one').isFrozen).toBe(false);
    expect([await phaseOf(item), await isFrozen(document)]).toEqual(['revealed', false]);
    await expect(sign(endingAt('item.signed'), await world.hashNow(document))).rejects.toThrow(gone);
    expect([await phaseOf(item), await isFrozen(document)]).toEqual(['revealed', false]);
    const both = await Promise.all([sign(world.services, await world.hashNow(document)), sign(world.services, await world.hashNow(document))]);
    expect(both.some((one) => one.ok && one.value.isFrozen)).toBe(true);
    expect([await phaseOf(item), await isFrozen(document)]).toEqual(['signed', true]);
  });

  it('[MEETING3] whoever did not vote in a round votes in the next one over that row', async () => {
    const { session, item, row } = await world.panel();
    expectOk(await openRound(world.services, world.lead, session.id, row, { item, options }), 'round 1');
    await vote(session.id, row, 'ana', 'x');
    expect(expectOk(await closeRound(world.services, world.lead, session.id, row, undefined), 'closing 1').voted).toEqual(['ana']);
    await expect(vote(session.id, row, 'boris', 'y')).rejects.toThrow('nothing more is written');
    expect(expectOk(await openRound(world.services, world.lead, session.id, row, { item, options }), 'round 2').voted).toEqual([]);
    await vote(session.id, row, 'boris', 'y');
    const closed = expectOk(await closeRound(world.services, world.lead, session.id, row, undefined), 'closing 2');
    expect(closed).toMatchObject({ number: 2, voted: ['boris'], outcome: { option: 'y' } });
  });

  it('[MEETING3] one who closes late freezes no ballot of the next round', async () => {
    const { session, item, row } = await world.panel();
    expectOk(await openRound(world.services, world.lead, session.id, row, { item, options }), 'round 1');
    const late = await closeRound(waitingBefore(1, async () => {
      expectOk(await closeRound(world.services, world.lead, session.id, row, undefined), 'closed by another');
      expectOk(await openRound(world.services, world.lead, session.id, row, { item, options }), 'round 2');
    }), world.lead, session.id, row, undefined);
    expect(expectOk(late, 'what came of round 1')).toMatchObject({ number: 1, state: 'closed' });
    await vote(session.id, row, 'ana', 'x');
    expect(expectOk(await closeRound(world.services, world.lead, session.id, row, undefined), 'closing 2')).toMatchObject({ number: 2, voted: ['ana'] });
  });

  it('[MEETING4] a round that a server has closed, and ended, is published by the watch; closing it again says what came of it', async () => {
    const { session, item, row } = await world.panel();
    const key = `round/${row}`;
    for (const isByWatch of [true, false]) {
      expectOk(await openRound(world.services, world.lead, session.id, row, { item, options }), 'a round');
      await vote(session.id, row, 'ana', 'x');
      watchRounds(world.services)(); // ends with its server
      await expect(closeRound(endingBefore('session/'), world.lead, session.id, row, undefined)).rejects.toThrow(gone);
      expect(await published(session.id, key)).toMatchObject({ state: 'open' });
      if (isByWatch) {
        watchAsAtStart();
        await expect.poll(() => published(session.id, key), { timeout: 5000 }).toMatchObject({ state: 'closed', ballots: [{ member: 'ana', choice: 'x' }] });
      }
      const again = expectOk(await closeRound(world.services, world.lead, session.id, row, undefined), 'again');
      expect(await published(session.id, key)).toEqual(again);
    }
    expect(await closeRound(world.services, world.lead, session.id, row, 'y')).toMatchObject({ ok: false });
    const lines = await world.services.db.selectFrom('audit_log').select('seq').where('target', '=', `session/${session.id}`).where('action', '=', 'round.closed').execute();
    expect(lines).toHaveLength(2);
  });

  it('[MEETING4] a round that a server has opened, and ended, is published by the watch or when it is opened again, and can be closed', async () => {
    const { session, item, row } = await world.panel();
    const key = `round/${row}`;
    for (const isByWatch of [true, false]) {
      watchRounds(world.services)();
      await expect(openRound(endingBefore('session/'), world.lead, session.id, row, { item, options })).rejects.toThrow(gone);
      const number = isByWatch ? 1 : 2;
      expect(await published(session.id, key)).not.toMatchObject({ number, state: 'open' });
      if (isByWatch) {
        const heard: (string | undefined)[] = [];
        const stopListening = world.services.changes.listen(({ document }) => heard.push(document));
        watchAsAtStart();
        await expect.poll(() => published(session.id, key), { timeout: 5000 }).toMatchObject({ number, state: 'open', voted: [] });
        await expect.poll(() => heard, { timeout: 5000 }).toContain(`ballot/${session.id}/${row}/ana`); // who may vote now is asked anew
        stopListening();
      } else expect(expectOk(await openRound(world.services, world.lead, session.id, row, { item, options }), 'again')).toMatchObject({ number, state: 'open' });
      expect(await openRound(world.services, world.lead, session.id, row, { item, options })).toMatchObject({ ok: false, error: { type: 'RoundOpen' } });
      await vote(session.id, row, 'ana', 'x');
      expect(expectOk(await closeRound(world.services, world.lead, session.id, row, undefined), 'closing')).toMatchObject({ number, voted: ['ana'] });
    }
    expectOk(await closeSession(world.services, world.lead, session.id), 'the session is closed');
  });

  it('[MEETING4] [ERASE3] a round that is told of while its item is erased is not left in the session', async () => {
    const { session, item, row } = await world.panel();
    let isErased = false;
    const erasing = endingBefore('session/', async () => {
      if (isErased) return;
      isErased = true;
      expectOk(await eraseItem(world.services, world.lead, item, 'wrong patient'), 'erased');
    });
    await openRound(erasing, world.lead, session.id, row, { item, options });
    expect([isErased, await published(session.id, `round/${row}`)]).toEqual([true, undefined]);
    expect((await world.services.log.load(`session/${session.id}`)).updates).toEqual([]);
  });

  it('[MEETING5] a session that a server has opened or closed, and ended, is told of when it is asked again, or by the watch; it is one session', async () => {
    const item = await world.noteFor(world.ana);
    expectOk(await world.submitNow(world.ana, item), 'submitted');
    const wanted = { name: 'Asked twice', items: [item], rule: { rule: 'majority' as const, quorum: 1 } };
    watchRounds(world.services)();
    await expect(openSession(endingBefore('session/'), world.lead, world.project, wanted)).rejects.toThrow(gone);
    const { id } = await world.services.db.selectFrom('sessions').select('id').where('name', '=', wanted.name).executeTakeFirstOrThrow();
    watchAsAtStart();
    await expect.poll(() => published(id, 'session'), { timeout: 5000 }).toEqual({ state: 'open' });
    expect(mapOf(await world.services.relay.read(`session/${id}`), roots.session).toJSON()).toEqual({ presenter: 'lead', item });
    expect(expectOk(await openSession(world.services, world.lead, world.project, wanted), 'again').id).toBe(id);
    expect(expectOk(await openSession(world.services, world.lead, world.project, { ...wanted, name: 'Another' }), 'another').id).not.toBe(id);
    watchRounds(world.services)();
    await expect(closeSession(endingBefore('session/'), world.lead, id)).rejects.toThrow(gone);
    expect(await published(id, 'session')).toEqual({ state: 'open' });
    expectOk(await closeSession(world.services, world.lead, id), 'again');
    expect(await published(id, 'session')).toEqual({ state: 'closed' });
    const lines = await world.services.db.selectFrom('audit_log').select('action').where('target', '=', `session/${id}`).execute();
    expect(lines.map(({ action }) => action)).toEqual(['session.opened', 'session.closed']);
  });
});
