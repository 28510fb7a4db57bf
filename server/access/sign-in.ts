import type { UserId } from '@consilium/shared/domain/ids.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import { APIError } from 'better-auth/api';
import { meOf } from '../work/me.ts';
import { type Answer, refuse, tooManyAttempts } from '../work/refusal.ts';
import type { SignedIn } from '../work/services.ts';
import type { Visit } from './sessions.ts';
import type { Access } from './world.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs in; the cookie is put into `responseHeaders`. Too many attempts, from one place or on one account, must wait.
 * @param from the address the request comes from
 */
export async function signIn(access: Access, { email, password }: Credentials, from: string, responseHeaders: Headers): Answer<Me> {
  const address = email.trim().toLowerCase();
  const waiting = await access.limits.attempt('sign in', [`${from} ${address}`]);
  if (waiting !== undefined) return tooManyAttempts(waiting.waitSeconds);
  const person = await openSession(access, { email: address, password }, responseHeaders);
  if (person === undefined) {
    await recordFailure(access, address);
    return refuse(401, 'WrongCredentials', 'The e-mail address or the password is not right. Try again, or ask an administrator for a link to a new password.');
  }
  await access.limits.succeeded('sign in', `${from} ${address}`);
  await access.services.db.transaction().execute((transaction) =>
    access.services.audit.record(transaction, { actorId: person.id, action: 'person.signed-in', projectId: null, target: `user/${person.id}` }),
  );
  return ok(await meOf(access.services, person));
}

/** The session itself, without limits and audit: also after an invitation was accepted. */
export async function openSession({ accounts }: Access, credentials: Credentials, responseHeaders: Headers): Promise<SignedIn | undefined> {
  try {
    const { headers } = await accounts.api.signInEmail({ body: { ...credentials }, returnHeaders: true });
    for (const cookie of headers.getSetCookie()) responseHeaders.append('set-cookie', cookie);
    const found = await accounts.api.getSession({ headers: new Headers({ cookie: cookiesToSend(headers) }) });
    if (found === null) throw new Error('a session that was just made is not there');
    const { id, name, email, isAdministrator } = found.user;
    return { id: id as UserId, name, email, isAdministrator: isAdministrator === true }; // an id of an account we made
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return undefined;
    throw error;
  }
}

const cookiesToSend = (headers: Headers): string => headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');

async function recordFailure({ accounts, services }: Access, address: string): Promise<void> {
  const { internalAdapter } = await accounts.$context;
  const known = await internalAdapter.findUserByEmail(address);
  // What was typed is not kept: people type passwords into the wrong field.
  const target = `user/${known?.user.id ?? 'unknown'}`;
  await services.db.transaction().execute((transaction) => services.audit.record(transaction, { actorId: 'server', action: 'person.sign-in-refused', projectId: null, target }));
}

/** Ends this session; its sockets lose their grants within a second. */
export async function signOut(access: Access, visit: Visit, requestHeaders: Headers, responseHeaders: Headers): Answer<Record<string, never>> {
  const { headers } = await access.accounts.api.signOut({ headers: requestHeaders, returnHeaders: true });
  for (const cookie of headers.getSetCookie()) if (!cookie.startsWith('better-auth.')) responseHeaders.append('set-cookie', cookie);
  access.services.changes.announce({ userId: visit.person.id });
  await access.services.db.transaction().execute((transaction) =>
    access.services.audit.record(transaction, { actorId: visit.person.id, action: 'person.signed-out', projectId: null, target: `user/${visit.person.id}` }),
  );
  return ok({});
}
