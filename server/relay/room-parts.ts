import type { WriteGrant } from '@consilium/shared/permissions/policy.ts';
import type { Bus } from '../bus/port.ts';
import type { UpdateLog } from '../log/port.ts';
import type { RelayClock } from './clock.ts';
import type { Member } from './member.ts';

export interface RoomParts {
  readonly log: UpdateLog;
  readonly bus: Bus;
  readonly clock: RelayClock;
  /** an append failed or the log contradicts the room: nothing in memory can be trusted any more */
  readonly onBroken: (error: unknown) => void;
}

/** Who hands in an update. */
export interface Submitter {
  readonly user: string;
  readonly grant: WriteGrant | undefined;
  readonly member: Member | undefined;
}
