import type { AccountTables } from '../access/account-tables.ts';
import { makePasswordLink } from '../access/passwords.ts';
import { withServices } from './installation.ts';
import { Failure, printLine } from './outcome.ts';

export interface PasswordLinkOptions {
  readonly dataDir?: string;
}

/** A one-time link for a new password, for whoever has the machine: the way back in for an administrator who has forgotten theirs. */
export async function passwordLinkFromCommandLine(email: string, { dataDir }: PasswordLinkOptions): Promise<void> {
  const link = await withServices(dataDir, undefined, async (services, person) => {
    const account = await services.db.withTables<AccountTables>().selectFrom('user').select('id').where('email', '=', email.trim().toLowerCase()).executeTakeFirst();
    const made = account && (await makePasswordLink(services, person, account.id));
    if (made === undefined || !made.ok) throw new Failure(`Nobody here signs in with the e-mail ${email}.`);
    return made.value;
  });
  printLine({ email, ok: true, ...link });
}
