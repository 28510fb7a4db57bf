import type { Services } from './services.ts';

/** better-auth's own columns, as far as an account without a password needs them. */
type UserTable = { user: { id: string; name: string; email: string; emailVerified: number | boolean; createdAt: string; updatedAt: string; isAdministrator: number | boolean } };

/** An account that names somebody and cannot be signed in to: it has no password, and its address leads nowhere. Does nothing where the id is taken. */
export async function addPlaceholderAccount({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>, id: string, name: string): Promise<void> {
  const now = clock();
  const [no, email] = [config.databaseUrl === undefined ? 0 : false, `${id}@people.invalid`.toLowerCase()];
  await db
    .withTables<UserTable>()
    .insertInto('user')
    .values({ id, name, email, emailVerified: no, createdAt: now, updatedAt: now, isAdministrator: no })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
