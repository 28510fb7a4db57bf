import { type DocumentName, documentRef } from '@consilium/shared/permissions/document-ref.ts';
import { documentGrant, type Grant } from '@consilium/shared/permissions/policy.ts';
import type { Authority, Person } from '../relay/authority.ts';
import { recordLook } from '../work/looks.ts';
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

/** A grant that lets somebody see what is still hidden from others leaves a line in the audit trail, before they see it. */
async function grantOf(services: Pick<Services, 'db' | 'audit'>, { person }: Visit, document: DocumentName): Promise<Grant> {
  const { grant, project } = await grantNow(services, person, document);
  if (!grant.isAudited) return grant;
  await recordLook(services, person, { action: 'document.read-before-reveal', project, target: document });
  return (await grantNow(services, person, document)).grant; // whoever took the item to read before the line stood is a blind reader by now
}

async function grantNow(services: Pick<Services, 'db'>, person: SignedIn, document: DocumentName): Promise<{ grant: Grant; project: string }> {
  const ref = documentRef(document);
  const found = ref.ok ? await factsOf(services, person, ref.value) : undefined;
  const actor = found && (await actorIn(services, person, found.project));
  return found === undefined || actor === undefined ? { grant: nothing, project: '' } : { grant: documentGrant(actor, found.facts), project: found.project };
}
