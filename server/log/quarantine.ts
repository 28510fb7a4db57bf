import { randomUUID } from 'node:crypto';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { type LogContext, lockDocuments } from './document-rows.ts';
import { openPayload, payloadHash, sealPayload } from './payload.ts';

export interface Refused {
  readonly document: DocumentName;
  readonly userId: string;
  readonly reason: string;
  readonly update: Uint8Array;
}

/** Keeps a refused update apart from the log, sealed like the rest, for people to look into. */
export function quarantineUpdate(context: LogContext, { document, userId, reason, update }: Refused): Promise<void> {
  return context.storage.db.transaction().execute(async (tx) => {
    const row = (await lockDocuments(context, tx, [document])).get(document)!;
    const id = randomUUID();
    const payload = sealPayload(context.keys.open(document, row), { type: 'quarantine', document, id }, update);
    const entry = {
      id,
      doc_id: document,
      user_id: userId,
      reason,
      hash: payloadHash(payload),
      at: context.clock(),
      payload,
    };
    await tx.insertInto('quarantine').values(entry).execute();
  });
}

/** What was refused for a document, oldest first. */
export async function quarantined(
  context: LogContext,
  document: DocumentName,
): Promise<readonly (Refused & { at: string })[]> {
  const rows = await context.storage.db
    .selectFrom('quarantine')
    .innerJoin('documents', 'documents.id', 'quarantine.doc_id')
    .selectAll('quarantine')
    .select(['documents.dek_wrapped', 'documents.kek_id'])
    .where('doc_id', '=', document)
    .orderBy('quarantine.at')
    .execute();
  return rows.map((row) => ({
    document,
    userId: row.user_id,
    reason: row.reason,
    at: row.at,
    update: openPayload(context.keys.open(document, row), { type: 'quarantine', document, id: row.id }, row.payload),
  }));
}
