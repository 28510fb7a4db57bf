import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Entry, OpenDocument } from './append-batch.ts';
import type { LogContext } from './document-rows.ts';
import type { Appended } from './port.ts';
import type { Outcome } from './pump.ts';
import { updateRow } from './update-row.ts';

const raiseHead = 'update documents set head = ? where id = ? and head = ? and frozen = 0 and dek_wrapped = ?';
const insertUpdate =
  'insert into doc_updates (doc_id, seq, actor_id, client_id, at, payload, hash) values (?, ?, ?, ?, ?, ?, ?)';

/**
 * Appends in one round trip to documents whose rows are known, on the word of the database that they are still so. The next append may
 * begin before this one is written: it counts on it, and the database takes it only behind it.
 * @returns undefined at once where a row is not known; later, with nothing written, where one has changed (frozen, another key, another writer)
 */
export function appendAtOnce(context: LogContext, entries: readonly Entry[]): Promise<readonly Outcome<Appended>[] | undefined> | undefined {
  const { writeAtOnce, heads } = context;
  const open = writeAtOnce === undefined ? undefined : openKnown(context, entries);
  if (writeAtOnce === undefined || open === undefined) return undefined;
  const updates: unknown[][] = [];
  const outcomes = entries.map((entry): Outcome<Appended> => {
    const document = open.get(entry.document)!; // `openKnown` has every document of the entries
    document.head += 1;
    const { doc_id, seq, actor_id, client_id, at, payload, hash } = updateRow(context, document, entry);
    updates.push([doc_id, seq, actor_id, client_id, at, payload, hash]);
    return { type: 'done', value: { document: entry.document, seq: document.head } };
  });
  const raised = [...open.values()].map(({ row, head }) => [head, row.id, row.head, row.dek_wrapped]);
  for (const { row, head } of open.values()) heads.note({ ...row, head });
  const forget = (): undefined => {
    for (const document of open.keys()) heads.forget(document);
  };
  const written = writeAtOnce([
    { sql: raiseHead, rows: raised, changes: 1 },
    { sql: insertUpdate, rows: updates, changes: 1 },
  ]);
  return written.then(
    (isWritten) => (isWritten ? outcomes : forget()),
    (error: unknown) => {
      forget();
      throw error;
    },
  );
}

function openKnown({ heads, keys }: LogContext, entries: readonly Entry[]): Map<DocumentName, OpenDocument> | undefined {
  const open = new Map<DocumentName, OpenDocument>();
  for (const { document } of entries) {
    if (open.has(document)) continue;
    const row = heads.get(document);
    if (row === undefined) return undefined;
    open.set(document, { row, key: keys.open(document, row), head: row.head });
  }
  return open;
}
