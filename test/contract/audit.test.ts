import { makeAudit } from '@consilium/server/log/audit.ts';
import type { Storage } from '@consilium/server/storage/storage.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storageAdapters, type TestDatabase } from './storage-adapters.ts';

const clock = () => instantOf(1_800_000_000_000);
const happened = (index: number) => ({
  actorId: 'lead',
  action: 'item.renamed',
  projectId: index % 3 ? 'p1' : null,
  target: `item/${index}`,
  new: { index },
  why: 'typo',
});

describe.each(storageAdapters)('audit trail on $name', ({ make }) => {
  let database: TestDatabase;
  let storage: Storage;
  let audit: ReturnType<typeof makeAudit>;

  beforeEach(async () => {
    database = await make();
    storage = await database.open();
    audit = makeAudit(storage, clock);
  });
  afterEach(async () => {
    await storage.close();
    await database.discard();
  });

  const recordMany = async (from: number, to: number) => {
    for (let index = from; index < to; index += 1)
      await storage.db.transaction().execute((tx) => audit.record(tx, happened(index)));
  };

  it('[TRAIL1] a line is written with its action, or with it not at all', async () => {
    await storage.db.transaction().execute(async (tx) => {
      await tx.insertInto('settings').values({ key: 'a', value: '1' }).execute();
      await audit.record(tx, happened(0), happened(1));
    });
    const failing = storage.db.transaction().execute(async (tx) => {
      await audit.record(tx, happened(2));
      throw new Error('the action failed');
    });
    await expect(failing).rejects.toThrow('the action failed');
    await expect(audit.record(storage.db, happened(3))).rejects.toThrow('in the transaction');
    const { rows } = await audit.export();
    expect(rows.map(({ seq, at, target, body }) => ({ seq, at, target, body }))).toEqual([
      { seq: 1, at: clock(), target: 'item/0', body: '{"new":{"index":0},"why":"typo"}' },
      { seq: 2, at: clock(), target: 'item/1', body: '{"new":{"index":1},"why":"typo"}' },
    ]);
  });

  it('[TRAIL2] many at once make one chain', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => recordMany(index, index + 1)));
    expect(await audit.verify()).toMatchObject({ ok: true, value: { count: 60, signedUpTo: 0 } });
  });

  it('[TRAIL3] the database refuses to change, remove or replace a line', async () => {
    await recordMany(0, 2);
    await audit.signHead();
    const [row] = (await audit.export()).rows;
    await expect(storage.db.updateTable('audit_log').set({ actor_id: 'x' }).execute()).rejects.toThrow(
      'only ever added to',
    );
    await expect(storage.db.deleteFrom('audit_log').where('seq', '=', 1).execute()).rejects.toThrow(
      'only ever added to',
    );
    await expect(storage.db.deleteFrom('audit_heads').execute()).rejects.toThrow('only ever added to');
    const replacing =
      storage.type === 'sqlite'
        ? storage.db
            .replaceInto('audit_log')
            .values({ ...row!, actor_id: 'x' })
            .execute()
        : sql`truncate audit_log`.execute(storage.db);
    await expect(replacing).rejects.toThrow('only ever added to');
    expect((await audit.export()).rows[0]).toEqual(row);
  });

  it('[TRAIL4] signs the trail as it grows, and only when it has grown', async () => {
    expect(await audit.signHead()).toBeUndefined();
    await recordMany(0, 3);
    expect(await audit.signHead()).toMatchObject({ seq: 3 });
    expect(await audit.signHead()).toBeUndefined();
    await recordMany(3, 5);
    const restarted = makeAudit(storage, clock);
    expect(await restarted.signHead()).toMatchObject({ seq: 5 });
    await recordMany(5, 6);
    expect(await restarted.verify()).toMatchObject({ ok: true, value: { count: 6, signedUpTo: 5 } });
  });

  it('[TRAIL5] finds 200 of 200 random changes, and truncation against a head kept elsewhere', async () => {
    await recordMany(0, 12);
    const kept = (await audit.signHead())!;
    const { rows } = await audit.export();
    await dropGuards(storage);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...tamperings),
        fc.string({ minLength: 1, maxLength: 8 }),
        async (seq, tampering, word) => {
          await tampering(storage, seq, word.replaceAll('\0', '0'));
          const isFound = !(await audit.verify([kept])).ok;
          await storage.db.deleteFrom('audit_log').execute();
          await storage.db
            .insertInto('audit_log')
            .values([...rows])
            .execute();
          found += Number(isFound);
          return isFound;
        },
      ),
      { numRuns: 200 },
    );
    expect(found).toBe(200);
    expect(await audit.verify([kept])).toMatchObject({ ok: true });
  }, 60_000);

  it('[TRAIL6] a head is believed only with this server’s signature', async () => {
    await recordMany(0, 2);
    const head = (await audit.signHead())!;
    const forged = { ...head, seq: 1 };
    expect(await audit.verify([forged])).toEqual({ ok: false, error: { type: 'BadSignature', seq: 1 } });
    expect(await audit.verify([{ ...head, signature: 'none' }])).toEqual({
      ok: false,
      error: { type: 'BadSignature', seq: 2 },
    });
  });
});

/** What somebody with the whole database in hand, but not the key, might do to one line. */
const tamperings: readonly ((storage: Storage, seq: number, word: string) => Promise<unknown>)[] = [
  ({ db }, seq, word) =>
    db
      .updateTable('audit_log')
      .set({ actor_id: `x${word}` })
      .where('seq', '=', seq)
      .execute(),
  ({ db }, seq, word) =>
    db
      .updateTable('audit_log')
      .set({ body: `{"new":"${word}"}` })
      .where('seq', '=', seq)
      .execute(),
  ({ db }, seq, word) =>
    db
      .updateTable('audit_log')
      .set({ at: `2020${word}` })
      .where('seq', '=', seq)
      .execute(),
  ({ db }, seq, word) =>
    db
      .updateTable('audit_log')
      .set({ project_id: `p9${word}` })
      .where('seq', '=', seq)
      .execute(),
  ({ db }, seq, word) =>
    db
      .updateTable('audit_log')
      .set({ target: `t${word}` })
      .where('seq', '=', seq)
      .execute(),
  ({ db }, seq, word) =>
    db
      .updateTable('audit_log')
      .set({ hash: `h${word}` })
      .where('seq', '=', seq)
      .execute(),
  ({ db }, seq) => db.deleteFrom('audit_log').where('seq', '=', seq).execute(),
  ({ db }, seq) => db.deleteFrom('audit_log').where('seq', '>=', seq).execute(),
];

async function dropGuards({ db, type }: Storage): Promise<void> {
  const guards = type === 'sqlite' ? ['no_update', 'no_delete'] : ['no_change'];
  for (const guard of guards) {
    const name = sql.id(`audit_log_${guard}`);
    await (type === 'sqlite' ? sql`drop trigger ${name}` : sql`drop trigger ${name} on audit_log`).execute(db);
  }
}
