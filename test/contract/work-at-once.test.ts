import { expectOk } from '@consilium/shared/kernel/result.ts';
import { assign } from '@consilium/server/work/assign.ts';
import { changeRole } from '@consilium/server/work/change-role.ts';
import { finishImport } from '@consilium/server/work/finish-import.ts';
import { reveal } from '@consilium/server/work/reveal.ts';
import type { SignedIn } from '@consilium/server/work/services.ts';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aNotesProject, type NotesProject } from '../harness/notes-project.ts';
import { type OpenServices, openServices } from '../harness/services.ts';
import { environmentOn, storageAdapters, type TestDatabase } from './storage-adapters.ts';

const postgres = storageAdapters.find(({ name }) => name === 'postgres');

/** SQLite has one writer: there nothing comes between a look and what is done of it. */
describe.runIf(postgres !== undefined)('two at once on PostgreSQL', () => {
  let database: TestDatabase;
  let open: OpenServices;
  let notes: NotesProject;
  beforeEach(async () => {
    database = await postgres!.make();
    open = await openServices(environmentOn(database));
    notes = await aNotesProject(open);
  });
  afterEach(async () => {
    await open.close();
    await database.discard();
  });

  /** How many sessions of the database wait for another's lock. */
  const waiting = async (): Promise<number> => {
    const { rows } = await sql<{ n: string }>`select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(open.services.db);
    return Number(rows[0]?.n);
  };

  /** Starts the second when the first can come no further: the audit trail, which both write to at their end, is held until both have begun. */
  async function atOnce<A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
    const { db, audit } = open.services;
    const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = db.transaction().execute(async (tx) => {
      await audit.record(tx, { actorId: 'server', action: 'held', projectId: null, target: 'test' });
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const one = first();
    await expect.poll(waiting, { timeout: 4000, interval: 10 }).toBe(1);
    const two = second();
    await expect.poll(waiting, { timeout: 4000, interval: 10 }).toBe(2);
    release.resolve();
    await holding;
    return Promise.all([one, two]);
  }

  it('[INVITE4] of two leads who take the role from each other at once, one stays', async () => {
    const { services, project } = notes;
    const [ana, boris] = [await notes.member('ana', 'lead'), await notes.member('boris', 'lead')];
    expectOk(await changeRole(services, ana, project, notes.lead.id, undefined), 'two are left');
    const demote = (who: SignedIn, whom: SignedIn) => () => changeRole(services, who, project, whom.id, 'annotator');
    const done = await atOnce(demote(ana, boris), demote(boris, ana));
    const leads = await services.db.selectFrom('memberships').select('user_id').where('project_id', '=', project).where('role', '=', 'lead').execute();
    expect([leads, done]).toMatchObject([[{ user_id: 'ana' }], [{ ok: true }, { ok: false }]]);
  });

  it('[IMPORT11] an import that is ended twice at once makes each case and each reading once', async () => {
    const { services, lead, project } = notes;
    const id = await notes.send({ 'a.txt': 'one note', 'a.ann': 'T1\tNodule 0 3\tone\n', 'b.txt': 'another' });
    const finish = () => finishImport(services, lead, project, id);
    const made = (await atOnce(finish, finish)).map((one) => expectOk(one, 'finish').items.map((item) => item.name));
    expect(made).toEqual([['a', 'b'], []]);
    expect(await services.db.selectFrom('items').select('name').orderBy('name').execute()).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(await services.db.selectFrom('assignments').select('state').execute()).toEqual([{ state: 'submitted' }]);
    expect(await services.db.selectFrom('import_files').select('state').distinct().execute()).toEqual([{ state: 'stored' }]);
  });

  it('[ASSIGN1] a case that is revealed meanwhile is assigned to nobody', async () => {
    const { services, lead, project } = notes;
    const [ana, boris] = [await notes.member('ana'), await notes.member('boris')];
    const { items } = await notes.bring({ 'a.txt': 'one note', 'b.txt': 'another' });
    const [revealed, still] = [items[0]!.id, items[1]!.id]; // two notes, two cases
    await notes.handIn(ana, revealed);
    const wanted = { items: [still, revealed], readers: [boris.id], readersNeeded: 3, blinding: 'blind' as const };
    const done = await atOnce(() => reveal(services, lead, revealed), () => assign(services, lead, project, wanted));
    expect(done).toMatchObject([{ ok: true }, { ok: false, error: { type: 'AlreadyRevealed' } }]);
    expect(await services.db.selectFrom('assignments').select(['item_id', 'user_id']).execute()).toEqual([{ item_id: revealed, user_id: ana.id }]);
    expect(await services.db.selectFrom('items').select('readers_needed').where('id', '=', still).executeTakeFirst(), 'nor half of what was asked').toEqual({ readers_needed: 2 });
  });
});
