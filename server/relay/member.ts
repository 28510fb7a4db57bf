import type { Frame } from '@consilium/shared/wire/frames.ts';
import type { Grant } from '@consilium/shared/permissions/policy.ts';
import type { Person } from './authority.ts';

/** A connection's place in one room, as the room sees it. */
export interface Member {
  readonly person: Person;
  readonly grant: Grant;
  /** put before every frame on a shared socket; `undefined` where the socket serves one document */
  readonly channel: number | undefined;
  send(frame: Frame): void;
  /** Hands over messages that were packed for its channel. */
  write(packed: Buffer): void;
  /** whether the reader is so far behind that it is sent no more until it has caught up */
  readonly isBehind: boolean;
  /** Told after each commit of the room. */
  onCommitted(): void;
  /** Ends this membership; the other documents of a shared socket go on. */
  end(code: number, reason: string): void;
}
