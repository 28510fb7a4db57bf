import { ok } from '@consilium/shared/kernel/result.ts';
import { hashOfSecret, newSecret } from './secret-token.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** My API tokens that are still good, newest first; never the tokens themselves. */
export async function tokensOf({ db }: Services, person: SignedIn) {
  const rows = await db.selectFrom('api_tokens').selectAll().where('user_id', '=', person.id).where('revoked_at', 'is', null).orderBy('created_at', 'desc').execute();
  return ok({ tokens: rows.map(({ id, name, created_at, last_used_at }) => ({ id, name, createdAt: created_at, lastUsedAt: last_used_at })) });
}

/** A token for the command line. It is shown this once; its hash is kept. */
export async function createToken(services: Services, person: SignedIn, name: string) {
  const token = newSecret();
  const id = services.newId();
  await services.db.transaction().execute(async (transaction) => {
    const row = { id, user_id: person.id, name, token_hash: hashOfSecret(token), created_at: services.clock(), last_used_at: null, revoked_at: null };
    await transaction.insertInto('api_tokens').values(row).execute();
    await services.audit.record(transaction, { actorId: person.id, action: 'token.created', projectId: null, target: `token/${id}`, new: { name } });
  });
  return ok({ id, token });
}

/** Ends one of my tokens; what is connected by it loses its grants within a second. */
export async function revokeToken(services: Services, person: SignedIn, token: string): Answer<Record<string, never>> {
  const isEnded = await services.db.transaction().execute(async (transaction) => {
    const ended = await transaction.updateTable('api_tokens').set({ revoked_at: services.clock() }).where('id', '=', token).where('user_id', '=', person.id).where('revoked_at', 'is', null).executeTakeFirst();
    if (ended.numUpdatedRows === 0n) return false;
    await services.audit.record(transaction, { actorId: person.id, action: 'token.revoked', projectId: null, target: `token/${token}` });
    return true;
  });
  if (!isEnded) return notFound();
  services.changes.announce({ userId: person.id });
  return ok({});
}
