import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { readErasedList } from '@consilium/server/storage/erased-list.ts';
import { eraseItem, finishErasures } from '@consilium/server/work/erase-item.ts';
import { finishImport } from '@consilium/server/work/finish-import.ts';
import type { Services } from '@consilium/server/work/services.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aNotesProject, type NotesProject } from '../harness/notes-project.ts';
import { type OpenServices, openServices } from '../harness/services.ts';
import { environmentOn, storageAdapters, type TestDatabase } from './storage-adapters.ts';

const note = 'Jane Doe of Elm Street';
const marks = 'T1\tNodule 0 8\tJane Doe\n';
const unread = 'T1\tUnheard 0 8\tJane Doe\n';
const nowhere = 'T1\tNodule 0 8\tJane Roe\n';
const why = 'wrong patient';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe.each(storageAdapters)('the files of an erased item on $name', ({ name, make }) => {
  let database: TestDatabase;
  let open: OpenServices;
  let services: Services;
  let notes: NotesProject;
  beforeEach(async () => {
    database = await make();
    open = await openServices(name === 'postgres' ? environmentOn(database) : {});
    ({ services } = open);
    notes = await aNotesProject(open);
  });
  afterEach(async () => {
    await open.close();
    await database.discard();
  });

  const held = async (...texts: string[]): Promise<boolean[]> => Promise.all(texts.map((text) => services.blobs.has(hashOf(text))));

  it('[ERASE8] what was read into it goes with it, what was refused beside it too, and what belongs to no item was never kept', async () => {
    const { items, files } = await notes.bring({ 'a/jane.txt': note, 'a/jane.ann': marks, 'b/jane.txt': note, 'b/jane.ann': unread, 'c/jane-roe.ann': nowhere });
    expect(files.map(({ state }) => state)).toEqual(['stored', 'stored', 'duplicate', 'refused', 'refused']);
    expect(await held(note, marks, unread, nowhere)).toEqual([true, true, true, false]);
    expect(expectOk(await eraseItem(services, notes.lead, items[0]!.id, why), 'erase')).toMatchObject({ sources: 3 });
    expect(await held(note, marks, unread)).toEqual([false, false, false]);
    expect(await services.db.selectFrom('blobs').selectAll().execute()).toEqual([]);
    const left = await services.db.selectFrom('import_files').select(['name', 'sha256', 'message']).where('name', '<>', 'c/jane-roe.ann').execute();
    expect(left).toEqual(Array.from({ length: 4 }, () => ({ name: 'erased', sha256: null, message: '' })));
  });

  it('[ERASE8] bytes that another import still waits to be ended with stay, and become its case', async () => {
    const { items } = await notes.bring({ 'jane.txt': note });
    const elsewhere = await aNotesProject(open, 'Elsewhere');
    const waiting = await elsewhere.send({ 'other.txt': note });
    expect(expectOk(await eraseItem(services, notes.lead, items[0]!.id, why), 'erase')).toMatchObject({ sources: 0 });
    const made = expectOk(await finishImport(services, elsewhere.lead, elsewhere.project, waiting), 'finish');
    expect([made.items.map((item) => item.name), await held(note)]).toEqual([['other'], [true]]);
  });

  it('[ERASE8] what earlier versions left of erased items goes when a server starts, what has come since stays', async () => {
    const left = async (text: string) => services.blobs.put(new TextEncoder().encode(text), 'text/plain; charset=utf-8');
    await left(marks); // as if it had come with an item
    const { items } = await notes.bring({ 'jane.txt': note, 'joan.txt': 'Joan Doe' });
    const waiting = await notes.send({ 'jill.txt': 'Jill Doe' });
    expectOk(await eraseItem(services, notes.lead, items[0]!.id, why), 'erase');
    await new Promise((done) => setTimeout(done, 2)); // another moment of the clock
    await left(unread);
    await finishErasures(services, readErasedList(services.config.dataDirectory));
    expect(await held(note, marks, 'Joan Doe', 'Jill Doe', unread)).toEqual([false, false, true, true, true]);
    expect(expectOk(await finishImport(services, notes.lead, notes.project, waiting), 'finish').items).toHaveLength(1);
  });

  it.runIf(name === 'sqlite')('[ERASE9] a server that was stopped before it had made the new backup makes it when it starts, and a second request does it too', async () => {
    const { dataDirectory } = services.config;
    const backups = () => readdirSync(join(dataDirectory, 'backups'));
    const stopped: Services = { ...services, renewBackups: () => Promise.reject(new Error('stopped')) };
    const { items } = await notes.bring({ 'jane.txt': note, 'joan.txt': 'Joan Doe', 'jill.txt': 'Jill Doe' });
    const [jane, joan] = [items[0]!.id, items[1]!.id]; // three notes, three cases
    for (const [item, finish] of [[jane, () => finishErasures(services, readErasedList(dataDirectory))], [joan, () => eraseItem(services, notes.lead, joan, why)]] as const) {
      await services.renewBackups();
      const before = backups();
      await expect(eraseItem(stopped, notes.lead, item, why)).rejects.toThrow('stopped');
      expect(backups()).toEqual(before);
      await finish();
      const after = backups();
      expect([after.length, after.filter((one) => before.includes(one))]).toEqual([1, []]);
      await finishErasures(services, readErasedList(dataDirectory));
      expect(backups(), 'those from after it stay').toEqual(after);
    }
    const reader = await notes.member('reader');
    expect(await eraseItem(services, reader, jane, why)).toMatchObject({ ok: false, error: { status: 403 } });
  });
});
