import type { Person } from './authority.ts';
import type { Membership } from './membership.ts';

/** What a membership needs of its connection; a simulation has its own. */
export interface Line {
  readonly person: Person;
  readonly isBehind: boolean;
  write(packed: Buffer): void;
  addWaiting(bytes: number): void;
  fail(error: unknown): void;
  close(code: number, reason: string): void;
  endMembership(membership: Membership, code: number, reason: string): void;
}
