import type { KeyObject } from 'node:crypto';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { type DocumentRow, type LogContext, lockDocuments } from './document-rows.ts';
import type { Appended, LateBytes } from './port.ts';
import type { Outcome } from './pump.ts';
import { updateRow } from './update-row.ts';

export interface Entry {
  readonly document: DocumentName;
  readonly actorId: string;
  readonly clientId: number;
  readonly update: LateBytes;
}

/** The document was submitted or signed before the update's turn came. */
export class FrozenDocumentError extends Error {
  readonly type = 'FrozenDocument';
  readonly document: DocumentName;
  constructor(document: DocumentName) {
    super(`${document} is submitted or signed; nothing more is written to it`);
    this.document = document;
  }
}

/** Writes a batch in one transaction; resolves after its commit. Refuses only the entries of frozen documents. */
export async function appendBatch(
  context: LogContext,
  entries: readonly Entry[],
): Promise<readonly Outcome<Appended>[]> {
  const { outcomes, rows } = await context.storage.db
    .transaction()
    .execute((tx) => writeEntries(context, tx, entries));
  for (const row of rows) context.heads.note(row);
  return outcomes;
}

/** A document while a batch is added to it; `head` rises with each update. */
export interface OpenDocument {
  readonly row: DocumentRow;
  readonly key: KeyObject;
  head: number;
}

async function writeEntries(
  context: LogContext,
  tx: Kysely<Database>,
  entries: readonly Entry[],
): Promise<{ outcomes: readonly Outcome<Appended>[]; rows: readonly DocumentRow[] }> {
  const rows = await lockDocuments(context, tx, [...new Set(entries.map((entry) => entry.document))]);
  const openByDocument = new Map(
    [...rows.values()].map((row): [DocumentName, OpenDocument] => [
      row.id,
      { row, key: context.keys.open(row.id, row), head: row.head },
    ]),
  );
  const updates: Database['doc_updates'][] = [];
  const outcomes = entries.map((entry): Outcome<Appended> => {
    const { document } = entry;
    const open = openByDocument.get(document)!;
    if (open.row.frozen === 1) return { type: 'refused', error: new FrozenDocumentError(document) };
    open.head += 1;
    updates.push(updateRow(context, open, entry));
    return { type: 'done', value: { document, seq: open.head } };
  });
  for (const run of runs(updates)) await tx.insertInto('doc_updates').values(run).execute();
  for (const run of runs([...openByDocument.values()].filter(({ row, head }) => head > row.head)))
    await raiseHeads(tx, run);
  return { outcomes, rows: [...openByDocument.values()].map(({ row, head }) => ({ ...row, head })) };
}

async function raiseHeads(tx: Kysely<Database>, raised: readonly OpenDocument[]): Promise<void> {
  await tx
    .insertInto('documents')
    .values(raised.map(({ row, head }) => ({ ...row, head })))
    .onConflict((row) => row.column('id').doUpdateSet((set) => ({ head: set.ref('excluded.head') })))
    .execute();
}

/** Cuts a list into runs whose lengths are powers of two, so that a handful of prepared statements serves every batch. */
function* runs<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < list.length; ) {
    const length = 2 ** Math.floor(Math.log2(list.length - start));
    yield list.slice(start, start + length);
    start += length;
  }
}
