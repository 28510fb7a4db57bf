import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Clock } from '@consilium/shared/kernel/time.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { SignedIn } from '../work/services.ts';
import type { AccountTables } from './account-tables.ts';
import { hashOfSecret } from '../work/secret-token.ts';


/** Whose API token this is; `undefined` for one that is unknown or ended. Notes that it was used. */
export async function personOfApiToken(db: Kysely<Database>, clock: Clock, token: string): Promise<SignedIn | undefined> {
  const found = await db
    .withTables<AccountTables>()
    .selectFrom('api_tokens')
    .innerJoin('user', 'user.id', 'api_tokens.user_id')
    .select(['api_tokens.id as token', 'user.id', 'user.name', 'user.email', 'user.isAdministrator'])
    .where('api_tokens.token_hash', '=', hashOfSecret(token))
    .where('api_tokens.revoked_at', 'is', null)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  await db.updateTable('api_tokens').set({ last_used_at: clock() }).where('id', '=', found.token).execute();
  return { id: found.id as UserId, name: found.name, email: found.email, isAdministrator: Boolean(found.isAdministrator) }; // an id of an account we made
}
