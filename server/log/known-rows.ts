import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { DocumentRow } from './document-rows.ts';

const capacity = 10_000;

/**
 * Rows of documents as this process last wrote them. Only a guess, since others write too: whoever builds on it must have
 * the database check it.
 */
export class KnownRows {
  private readonly rows = new Map<DocumentName, DocumentRow>();

  get(document: DocumentName): DocumentRow | undefined {
    return this.rows.get(document);
  }

  note(row: DocumentRow): void {
    this.rows.delete(row.id);
    this.rows.set(row.id, row);
    if (this.rows.size > capacity) this.rows.delete(this.rows.keys().next().value!); // it is not empty
  }

  forget(document: DocumentName): void {
    this.rows.delete(document);
  }
}
