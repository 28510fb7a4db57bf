import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Grant } from '@consilium/shared/permissions/policy.ts';
import type { Change } from '../bus/port.ts';

/** A signed-in person as the relay knows them: the name shown to others is the server's, never the client's. */
export interface Person {
  readonly id: UserId;
  readonly name: string;
}

/** How the relay asks who somebody is and what they may do; made in `access/`, so that the relay knows no tables of people. */
export interface Authority {
  /** From an upgrade request: cookie or `?ticket=`; `undefined` when it names nobody. Checks the Origin too. */
  authenticate(request: { headers: Headers; url: URL }): Promise<Person | undefined>;
  grant(person: Person, document: DocumentName): Promise<Grant>;
  /** Calls back when grants may have changed: for one document (phase, freeze), one person (role, sign-out) or both; the relay asks again and closes or narrows within a second. */
  onChange(listener: (change: Change) => void): () => void;
}
