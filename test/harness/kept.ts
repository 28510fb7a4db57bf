import type { Page } from 'playwright-core';
import * as Y from 'yjs';

/** A row of the device's store, bytes as numbers. */
export type KeptRow = Readonly<Record<string, unknown>>;

/** Everything of one table, or of all but the sources (megabytes, and the same for every reader), that this browser keeps for a person. */
export const keptRows = (page: Page, user: string, table?: string): Promise<readonly KeptRow[]> =>
  page.evaluate(
    async ([name, wanted]) => {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const asked = indexedDB.open(name!);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
      const rows: Record<string, unknown>[] = [];
      for (const one of wanted === undefined ? [...database.objectStoreNames].filter((one) => one !== 'sources') : [wanted]) {
        const found = await new Promise<Record<string, unknown>[]>((done) => {
          const asked = database.transaction(one).objectStore(one).getAll();
          asked.onsuccess = () => done(asked.result);
        });
        for (const row of found) rows.push(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value instanceof Uint8Array ? [...value] : value])));
      }
      database.close();
      return rows;
    },
    [`consilium-${user}`, table] as const,
  );

export const bytesOf = (row: KeptRow | undefined): Uint8Array => new Uint8Array((row?.bytes ?? []) as number[]); // bytes come as numbers

/** A document as this device has it. */
export async function keptDocument(page: Page, user: string, name: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  for (const row of await keptRows(page, user, 'updates')) if (row.document === name) Y.applyUpdate(doc, bytesOf(row));
  return doc;
}
