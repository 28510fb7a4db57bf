import type { Database } from '../storage/schema.ts';
import type { Entry, OpenDocument } from './append-batch.ts';
import type { LogContext } from './document-rows.ts';
import { payloadHash, sealPayload } from './payload.ts';
import { bytesNow } from './port.ts';

/** The row of an update whose number is the document's head. */
export function updateRow({ clock }: LogContext, { key, head: seq }: OpenDocument, entry: Entry): Database['doc_updates'] {
  const { document, actorId, clientId, update } = entry;
  const at = clock();
  const payload = sealPayload(key, { type: 'update', document, seq, actorId, clientId, at }, bytesNow(update));
  return { doc_id: document, seq, actor_id: actorId, client_id: clientId, at, payload, hash: payloadHash(payload) };
}
