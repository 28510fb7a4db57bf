import type { UserId } from '@consilium/shared/domain/ids.ts';
import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { instantOf, millisecondsOf } from '@consilium/shared/kernel/time.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import type { Transaction } from 'kysely';
import type { Database } from '../storage/schema.ts';
import { meOf } from '../work/me.ts';
import { type Answer, forbidden, notFound, type Refusal, refuse, tooManyAttempts } from '../work/refusal.ts';
import { hashOfSecret, newSecret } from '../work/secret-token.ts';
import type { Services, SignedIn } from '../work/services.ts';
import type { AccountTables } from './account-tables.ts';
import type { Accounts } from './accounts.ts';
import type { Visit } from './sessions.ts';
import { openSession } from './sign-in.ts';
import type { Access } from './world.ts';

const linkLifeMilliseconds = 24 * 3600 * 1000;

/** Gives oneself another password, the one in force being asked for. Whoever else is signed in on this account is signed out. */
export async function changePassword(access: Access, { person, key }: Visit, wanted: { current: string; password: string }, responseHeaders: Headers): Answer<Record<string, never>> {
  const { services, limits, accounts } = access;
  if (!key.startsWith('cookie ')) return refuse(422, 'SessionNeeded', 'A password is changed by somebody who is signed in, not by an API token.');
  const waiting = await limits.attempt('password', [person.id]);
  if (waiting !== undefined) return tooManyAttempts(waiting.waitSeconds);
  if (!(await services.people.hasPassword(person.id, wanted.current))) return refuse(422, 'WrongPassword', 'That is not your password. Nothing was changed.');
  await limits.succeeded('password', person.id);
  const hash = await hashOf(accounts, wanted.password);
  await services.db.transaction().execute(async (transaction) => {
    await give(transaction, person.id, hash);
    await services.audit.record(transaction, { actorId: person.id, action: 'person.password-changed', projectId: null, target: `user/${person.id}` });
  });
  await signInAnew(access, person, wanted.password, responseHeaders);
  return ok({});
}

export interface PasswordLink {
  readonly url: string;
  readonly expiresAt: string;
}

/**
 * A link by which somebody who has forgotten their password gives themselves another: once, within a day; it ends the one made before. For
 * administrators: whoever has it can sign in as that person. The token stands only in the link: its hash is kept.
 */
export async function makePasswordLink(services: Services, person: SignedIn, user: string): Answer<PasswordLink> {
  if (!person.isAdministrator) return forbidden('Only an administrator makes links for a new password.');
  const { db, clock, newId, audit, config } = services;
  const tables = db.withTables<AccountTables>();
  const account = await tables.selectFrom('account').select('userId').where('userId', '=', user).where('providerId', '=', 'credential').executeTakeFirst();
  if (account === undefined) return notFound();
  const token = newSecret();
  const now = clock();
  const expiresAt = instantOf(millisecondsOf(now) + linkLifeMilliseconds);
  await db.transaction().execute(async (transaction) => {
    await withdraw(transaction, user);
    const row = { id: newId(), identifier: nameOf(token), value: user, expiresAt, createdAt: now, updatedAt: now };
    await transaction.withTables<AccountTables>().insertInto('verification').values(row).execute();
    await audit.record(transaction, { actorId: person.id, action: 'person.password-link-made', projectId: null, target: `user/${user}` });
  });
  return ok({ url: `${config.publicUrl}/new-password#${token}`, expiresAt });
}

/** Gives the person of a link the password they chose, ends all their sessions, and signs in. */
export async function setPassword(access: Access, { token, password }: { token: string; password: string }, from: string, responseHeaders: Headers): Answer<Me> {
  const { services, limits, accounts } = access;
  const waiting = await limits.attempt('invitation', [from]);
  if (waiting !== undefined) return tooManyAttempts(waiting.waitSeconds);
  const { db } = services;
  const isOpen = await db.withTables<AccountTables>().selectFrom('verification').select('id').where('identifier', '=', nameOf(token)).where('expiresAt', '>', services.clock()).executeTakeFirst();
  if (isOpen === undefined) return linkOver; // before the password is hashed, which takes its time
  await limits.succeeded('invitation', from);
  const hash = await hashOf(accounts, password);
  const done = await db.transaction().execute(async (transaction): Promise<Result<{ id: UserId; email: string }, Refusal>> => {
    const tables = transaction.withTables<AccountTables>();
    const used = await tables.deleteFrom('verification').where('identifier', '=', nameOf(token)).returning('value').executeTakeFirst();
    const person = used && (await tables.selectFrom('user').select(['id', 'email']).where('id', '=', used.value).executeTakeFirst());
    if (person === undefined) return failed(linkOver.error); // another was quicker
    const id = person.id as UserId; // an id of an account we made
    await give(transaction, id, hash);
    await services.audit.record(transaction, { actorId: id, action: 'person.password-set', projectId: null, target: `user/${id}` });
    return ok({ id, email: person.email });
  });
  if (!done.ok) return done;
  return ok(await meOf(services, await signInAnew(access, done.value, password, responseHeaders)));
}

const linkOver = refuse(410, 'LinkOver', 'This link has been used, was replaced by a newer one, or is older than a day. Ask an administrator for another.');

const nameOf = (token: string): string => `${linkPrefix}${hashOfSecret(token)}`;
const linkPrefix = 'new-password:';

async function hashOf(accounts: Accounts, password: string): Promise<string> {
  return (await accounts.$context).password.hash(password);
}

/** Everything that the old password opened ends with it; API tokens have ends of their own. */
async function give(transaction: Transaction<Database>, user: UserId, hash: string): Promise<void> {
  const tables = transaction.withTables<AccountTables>();
  await tables.updateTable('account').set({ password: hash }).where('userId', '=', user).where('providerId', '=', 'credential').execute();
  await tables.deleteFrom('session').where('userId', '=', user).execute();
  await withdraw(transaction, user);
}

/** Everywhere else their rights are asked for again, and here a session is opened by the new password. */
async function signInAnew(access: Access, { id, email }: Pick<SignedIn, 'id' | 'email'>, password: string, responseHeaders: Headers): Promise<SignedIn> {
  access.services.changes.announce({ userId: id });
  const signedIn = await openSession(access, { email, password }, responseHeaders);
  if (signedIn === undefined) throw new Error('a password that was just given does not open');
  return signedIn;
}

async function withdraw(transaction: Transaction<Database>, user: string): Promise<void> {
  await transaction.withTables<AccountTables>().deleteFrom('verification').where('value', '=', user).where('identifier', 'like', `${linkPrefix}%`).execute();
}
