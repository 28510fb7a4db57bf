import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { People } from '../work/services.ts';
import type { AccountTables } from './account-tables.ts';
import type { Accounts } from './accounts.ts';

/** Names, addresses and passwords, for those who know people only by id. */
export function makePeople(db: Kysely<Database>, accounts: Accounts): People {
  const tables = db.withTables<AccountTables>();
  return {
    async find(ids) {
      if (ids.length === 0) return new Map();
      const rows = await tables.selectFrom('user').select(['id', 'name', 'email']).where('id', 'in', [...new Set(ids)]).execute();
      return new Map(rows.map(({ id, name, email }) => [id, { name, email }]));
    },
    hasPassword: (user, password) => isPasswordOf(accounts, user, password),
  };
}

async function isPasswordOf(accounts: Accounts, user: UserId, password: string): Promise<boolean> {
  const { internalAdapter, password: hashing } = await accounts.$context;
  const hash = (await internalAdapter.findAccounts(user)).find((account) => account.providerId === 'credential')?.password;
  return typeof hash === 'string' && (await hashing.verify({ hash, password }));
}
