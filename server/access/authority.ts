import { type DocumentName, documentRef } from '@consilium/shared/permissions/document-ref.ts';
import { documentGrant, type Grant } from '@consilium/shared/permissions/policy.ts';
import type { Authority, Person } from '../relay/authority.ts';
import { actorIn } from '../work/membership.ts';
import type { Services, SignedIn } from '../work/services.ts';
import { factsOf } from './facts.ts';
import { isFromOurPages } from './origin.ts';
import type { Sessions, Visit } from './sessions.ts';
import type { Tickets } from './tickets.ts';

const nothing: Grant = { mayRead: false, write: undefined, hasPresence: false, isAudited: false };

/** A person on a socket: while the session or token they came by lives. REST makes them of the visit at hand. */
export interface Connected extends Person {
  readonly visit: Visit;
}

export const connected = (visit: Visit): Connected => ({ id: visit.person.id, name: visit.person.name, visit });

/** Tells the relay who somebody is and what they may do, from the tables of people and work. */
export function makeAuthority(services: Pick<Services, 'db' | 'audit' | 'changes' | 'config'>, sessions: Sessions, tickets: Tickets): Authority {
  return {
    async authenticate({ headers, url }) {
      if (!isFromOurPages(headers, services.config)) return undefined;
      const ticket = url.searchParams.get('ticket');
      const visit = ticket === null ? await sessions.visitOf(headers) : await tickets.take(ticket);
      return visit && connected(visit);
    },
    async grant(person, document) {
      if (!isConnected(person) || !(await sessions.isAlive(person.visit.key))) return nothing;
      return grantOf(services, person.visit, document);
    },
    onChange: (listener) => services.changes.listen(listener),
  };
}

const isConnected = (person: Person): person is Connected => 'visit' in person;

const told = new Map<string, number>();

/** The relay asks again at every change; one line a minute for each person and document says enough. */
function isNews(person: SignedIn, document: DocumentName): boolean {
  const key = `${person.id} ${document}`;
  const last = told.get(key);
  if (last !== undefined && Date.now() - last < 60_000) return false;
  if (told.size > 10_000) told.clear();
  told.set(key, Date.now());
  return true;
}

/** A grant that lets somebody see what is still hidden from others leaves a line in the audit trail. */
async function grantOf(services: Pick<Services, 'db' | 'audit'>, { person }: Visit, document: DocumentName): Promise<Grant> {
  const ref = documentRef(document);
  const found = ref.ok ? await factsOf(services, person, ref.value) : undefined;
  const actor = found && (await actorIn(services, person, found.project));
  if (found === undefined || actor === undefined) return nothing;
  const grant = documentGrant(actor, found.facts);
  if (grant.isAudited && isNews(person, document)) {
    await services.db.transaction().execute((transaction) =>
      services.audit.record(transaction, { actorId: person.id, action: 'document.read-before-reveal', projectId: found.project, target: document }),
    );
  }
  return grant;
}
