import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { LogContext } from './document-rows.ts';
import type { Outcome } from './pump.ts';

export interface Claim {
  readonly document: DocumentName;
  readonly clientId: number;
  readonly userId: string;
  readonly at: string;
}

/** Gives each client to the user who claims it unless somebody has it already; either way, whose it is from now on. */
export function bindClients({ storage }: LogContext, claims: readonly Claim[]): Promise<readonly Outcome<string>[]> {
  // In one order everywhere, so that two relays never wait for each other; of two claims in one batch the first counts.
  const rows = claims
    .map(({ document, clientId, userId, at }) => ({ doc_id: document, client_id: clientId, user_id: userId, at }))
    .sort((a, b) => (a.doc_id === b.doc_id ? a.client_id - b.client_id : a.doc_id < b.doc_id ? -1 : 1));
  return storage.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('doc_clients')
      .values(rows)
      .onConflict((row) => row.doNothing())
      .execute();
    const owners = await tx
      .selectFrom('doc_clients')
      .select(['doc_id', 'client_id', 'user_id'])
      .where('doc_id', 'in', [...new Set(rows.map((row) => row.doc_id))])
      .where('client_id', 'in', [...new Set(rows.map((row) => row.client_id))])
      .execute();
    const ownerOf = new Map(owners.map((row) => [`${row.client_id} ${row.doc_id}`, row.user_id]));
    return claims.map(({ document, clientId }): Outcome<string> => {
      const owner = ownerOf.get(`${clientId} ${document}`);
      if (owner === undefined) return { type: 'refused', error: new Error(`no owner of ${clientId} in ${document}`) };
      return { type: 'done', value: owner };
    });
  });
}

export async function clientOwners(
  { storage }: LogContext,
  document: DocumentName,
): Promise<ReadonlyMap<number, string>> {
  const rows = await storage.db
    .selectFrom('doc_clients')
    .select(['client_id', 'user_id'])
    .where('doc_id', '=', document)
    .execute();
  return new Map(rows.map((row) => [row.client_id, row.user_id]));
}
