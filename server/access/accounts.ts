import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { CookieSecretSchema, cookieSecretSetting } from '../storage/cookie-secret.ts';
import { cookieSecretOwner } from '../storage/key-owner.ts';
import { alone } from '../storage/alone.ts';
import type { Storage } from '../storage/storage.ts';

const sessionSeconds = 14 * 24 * 3600;

/** better-auth over the same database: passwords (scrypt), sessions and the cookie. Accounts are made by invitation only (`invitations.ts`). */
export async function openAccounts(storage: Storage, config: Config) {
  const chosen = options(storage, config, await cookieSecret(storage));
  // in one transaction: better-auth looks only for its tables and columns, so an index that a cut left out would be left out for ever
  await alone(storage, async (tx) => (await getMigrations({ ...chosen, database: { db: tx, type: storage.type } })).runMigrations());
  return betterAuth(chosen); // made last: it looks at the tables once, and refuses every request of a server that found none
}

export type Accounts = Awaited<ReturnType<typeof openAccounts>>;

/** `__Host-` binds the cookie to this host and to TLS; browsers refuse it over plain http. */
export const cookieName = (config: Pick<Config, 'isSecure'>) => (config.isSecure ? '__Host-consilium_session' : 'consilium_session');

function options(storage: Storage, config: Config, secret: string) {
  return {
    appName: 'Consilium',
    baseURL: config.publicUrl,
    secret,
    database: { dialect: storage.dialect, type: storage.type },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 200, autoSignIn: false },
    session: { expiresIn: sessionSeconds, updateAge: 24 * 3600 },
    user: { additionalFields: { isAdministrator: { type: 'boolean', required: false, defaultValue: false, input: false } } },
    rateLimit: { enabled: false }, // our own stands before the routes (rate-limits.ts)
    telemetry: { enabled: false },
    logger: { disabled: true }, // a refused sign-in is an audit row, not a log line
    advanced: {
      useSecureCookies: false, // its prefix is `__Secure-`; ours is stricter
      disableOriginCheck: true, // `origin.ts` checks every request that is not a GET
      cookies: { session_token: { name: cookieName(config), attributes: { secure: config.isSecure, sameSite: 'lax', httpOnly: true, path: '/' } } },
    },
  } as const;
}

/** Signs the session cookies; made once, kept wrapped by the master key. */
async function cookieSecret({ db, keys }: Storage): Promise<string> {
  const kept = await db.selectFrom('settings').select('value').where('key', '=', cookieSecretSetting).executeTakeFirst();
  if (kept !== undefined) {
    const { dek, kek } = CookieSecretSchema.parse(JSON.parse(kept.value));
    return keys.unwrap({ dek_wrapped: Buffer.from(dek, 'base64'), kek_id: kek }, cookieSecretOwner).toString('hex');
  }
  const secret = randomBytes(32);
  const { dek_wrapped, kek_id } = keys.wrap(secret, cookieSecretOwner);
  await db
    .insertInto('settings')
    .values({ key: cookieSecretSetting, value: JSON.stringify({ dek: Buffer.from(dek_wrapped).toString('base64'), kek: kek_id }) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return cookieSecret({ db, keys } as Storage); // whoever came first: one secret for all
}
