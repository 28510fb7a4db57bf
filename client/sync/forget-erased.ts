import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { call } from './call.ts';
import { thisDevice } from './device.ts';
import type { DeviceDatabase } from './store/database.ts';
import { forgetDocument } from './store/stored-document.ts';

const mostAtOnce = 1000;
const ofAnItem = /^(?:reading|discussion|consensus|item)\/([^/]+)/;

/**
 * Asks which of the items on this device were erased, and forgets all of those: documents, what of them waits or was laid aside,
 * submissions, answers, sources. Of meetings nothing is kept that is not open now, since what was said of an item stands in them.
 * @returns how many items are gone
 */
export async function forgetErased(isOpen: (document: string) => boolean): Promise<number> {
  const { database } = thisDevice();
  const held = [...(await itemsHeld(database))];
  const erased: string[] = [];
  for (let start = 0; start < held.length; start += mostAtOnce) {
    const told = await call(endpoints.erasedItems, { body: { items: held.slice(start, start + mostAtOnce) } });
    if (told.ok) erased.push(...told.value.erased);
  }
  for (const item of erased) await forgetItem(database, item);
  if (erased.length > 0) await forgetMeetings(database, isOpen);
  return erased.length;
}

async function namesHeld(database: DeviceDatabase): Promise<ReadonlySet<string>> {
  const tables = [database.updates, database.rejected] as const;
  const names = await Promise.all(tables.map((table) => table.orderBy('document').uniqueKeys()));
  return new Set([...names.flat().map(String), ...(await database.documents.toCollection().primaryKeys())]);
}

async function itemsHeld(database: DeviceDatabase): Promise<ReadonlySet<string>> {
  const inDocuments = [...(await namesHeld(database))].flatMap((name) => ofAnItem.exec(name)?.[1] ?? []);
  const [submitted, pinned, answers] = await Promise.all([database.submissions.toCollection().primaryKeys(), database.pins.toCollection().primaryKeys(), database.answers.toCollection().primaryKeys()]);
  const asked = answers.flatMap((address) => /\/items\/([^/?]+)/.exec(address)?.[1] ?? []);
  return new Set([...inDocuments, ...submitted, ...pinned, ...asked]);
}

async function forgetItem(database: DeviceDatabase, item: string): Promise<void> {
  const { waiting } = thisDevice();
  const names = [...(await namesHeld(database))].filter((name) => ofAnItem.exec(name)?.[1] === item);
  for (const name of names) {
    await forgetDocument(database, name);
    await database.rejected.where('document').equals(name).delete();
    waiting.set(name, 0, 0);
  }
  await database.submissions.delete(item);
  await database.pins.delete(item);
  await forgetAnswers(database, item);
}

/** Answers that name the item, and the sources that only they named. */
async function forgetAnswers(database: DeviceDatabase, item: string): Promise<void> {
  const answers = await database.answers.toArray();
  const tells = (row: (typeof answers)[number]): boolean => row.address.includes(item) || JSON.stringify(row.answer).includes(item);
  const hashesIn = (rows: typeof answers): Set<string> => new Set(JSON.stringify(rows).match(/\b[0-9a-f]{64}\b/g) ?? []);
  const [gone, left] = [answers.filter(tells), answers.filter((row) => !tells(row))];
  const stillNamed = hashesIn(left);
  await database.answers.bulkDelete(gone.map(({ address }) => address));
  await database.sources.bulkDelete([...hashesIn(gone)].filter((sha256) => !stillNamed.has(sha256)));
}

async function forgetMeetings(database: DeviceDatabase, isOpen: (document: string) => boolean): Promise<void> {
  const { waiting } = thisDevice();
  await waiting.lookAgain(isOpen);
  const names = [...(await namesHeld(database))].filter((name) => /^(session|ballot)\//.test(name));
  for (const name of names) if (!isOpen(name) && waiting.of(name) === 0) await forgetDocument(database, name);
}
