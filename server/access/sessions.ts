import type { UserId } from '@consilium/shared/domain/ids.ts';
import { type Clock, millisecondsOf } from '@consilium/shared/kernel/time.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { Changes } from '../work/changes.ts';
import type { SignedIn } from '../work/services.ts';
import { type Accounts, cookieName } from './accounts.ts';
import type { Config } from '../config.ts';
import { personOfApiToken } from './api-token-person.ts';

/** A person and what they came by: a session's cookie or an API token; it ends when either does. */
export interface Visit {
  readonly person: SignedIn;
  readonly key: string; // of the cookie or token, for `isAlive`
}

export interface Sessions {
  /** Who sends these headers: `Authorization: Bearer`, else the session cookie. */
  visitOf(headers: Headers): Promise<Visit | undefined>;
  /** The visit with this key, while its session or token is good. */
  visitWith(key: string): Promise<Visit | undefined>;
  /** Whether the session or token is still good: at most a second late. */
  isAlive(key: string): Promise<boolean>;
}

interface World {
  readonly accounts: Accounts;
  readonly db: Kysely<Database>;
  readonly config: Config;
  readonly changes: Changes;
  readonly clock: Clock;
}

const freshMilliseconds = 1000;
const mostKept = 10_000;

/** Asks the tables at most once a second for each session. */
export function makeSessions(world: World): Sessions {
  const kept = new Map<string, { at: number; visit: Promise<Visit | undefined> }>();
  const look = (key: string): Promise<Visit | undefined> => {
    const now = millisecondsOf(world.clock());
    const known = kept.get(key);
    if (known !== undefined && now - known.at < freshMilliseconds) return known.visit;
    if (kept.size >= mostKept) kept.clear();
    const visit = ask(world, key);
    kept.set(key, { at: now, visit });
    visit.catch(() => kept.delete(key));
    return visit;
  };
  world.changes.listen(({ userId, document }) => {
    if (userId !== undefined || document === undefined) kept.clear(); // signed out, or a token ended; cheap, and no cookie of that person can be missed
  });
  return {
    visitOf: async (headers) => {
      const key = keyOf(headers, cookieName(world.config));
      return key === undefined ? undefined : look(key);
    },
    visitWith: look,
    isAlive: async (key) => (await look(key)) !== undefined,
  };
}

function keyOf(headers: Headers, name: string): string | undefined {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(headers.get('authorization') ?? '');
  if (bearer !== null) return `token ${bearer[1]}`;
  const cookies = (headers.get('cookie') ?? '').split(/; */);
  const value = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  return value === undefined || value === '' ? undefined : `cookie ${value}`;
}

async function ask({ accounts, config, db, clock }: World, key: string): Promise<Visit | undefined> {
  if (key.startsWith('token ')) {
    const person = await personOfApiToken(db, clock, key.slice('token '.length));
    return person === undefined ? undefined : { person, key };
  }
  const headers = new Headers({ cookie: `${cookieName(config)}=${key.slice('cookie '.length)}` });
  const found = await accounts.api.getSession({ headers });
  if (found === null) return undefined;
  const { id, name, email, isAdministrator } = found.user;
  return { person: { id: id as UserId, name, email, isAdministrator: isAdministrator === true }, key }; // an id of an account we made
}
