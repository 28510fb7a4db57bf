import type { AccountTables } from './access/account-tables.ts';
import { instantOf, millisecondsOf } from '@consilium/shared/kernel/time.ts';
import { makeInvitation } from './work/invite.ts';
import type { Services } from './work/services.ts';

/** Servers that start within this time of each other start together. */
const togetherMs = 60_000;

/**
 * While there is no account at all: a fresh one-time link for the first administrator. Links of earlier starts end; of several servers
 * that start together on one database each prints its own, and the first that is used ends the others.
 */
export async function firstInvitation(services: Services): Promise<string | undefined> {
  const { db, clock } = services;
  const anybody = await db.withTables<AccountTables>().selectFrom('user').select('id').executeTakeFirst();
  if (anybody !== undefined) return undefined;
  const earlier = instantOf(millisecondsOf(clock()) - togetherMs);
  await db.deleteFrom('invitations').where('role', '=', 'administrator').where('used_at', 'is', null).where('created_at', '<', earlier).execute();
  return (await makeInvitation(services, { project: null, role: 'administrator', note: 'first start', by: 'server' })).url;
}
