import type { Refusal } from '../guard/authorise.ts';
import type { Person } from './authority.ts';
import type { RelayClock } from './clock.ts';
import type { Room } from './room.ts';

export interface MembershipParts {
  readonly clock: RelayClock;
  readonly schemaVersion: number;
  readonly onRefused: (room: Room, person: Person, reason: Refusal, update: Uint8Array) => void;
  readonly onStopped: () => void;
}
