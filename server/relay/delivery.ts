import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import type { RelayClock } from './clock.ts';
import type { Member } from './member.ts';
import { packMessages } from './ws-frame.ts';

interface Outgoing {
  readonly payload: Uint8Array;
  readonly from: Member | undefined;
}

/** Members up to which each gets only what others wrote; beyond, one buffer for all is cheaper than leaving out their own. */
const smallRoom = 4;

/** Gathers what a turn brings for a room and writes it once per member: one shared buffer for each channel number (RELAY7). */
export class Delivery {
  private outgoing: Outgoing[] = [];
  private isScheduled = false;
  private readonly members: ReadonlySet<Member>;
  private readonly clock: RelayClock;
  private readonly onFlushed: () => void;
  private readonly behind: ReadonlyMap<Member, unknown>;

  /** @param behind members who are passed over, and get what they missed once they have caught up */
  constructor(
    members: ReadonlySet<Member>,
    behind: ReadonlyMap<Member, unknown>,
    clock: RelayClock,
    onFlushed: () => void,
  ) {
    this.members = members;
    this.behind = behind;
    this.clock = clock;
    this.onFlushed = onFlushed;
  }

  update(update: Uint8Array, from: Member | undefined): void {
    this.outgoing.push({ payload: encodeFrame({ type: 'update', update }), from });
    this.schedule();
  }

  presence(update: Uint8Array): void {
    this.outgoing.push({ payload: encodeFrame({ type: 'awareness', update }), from: undefined });
    this.schedule();
  }

  schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.clock.atTurnEnd(() => this.flush());
  }

  flush(): void {
    this.isScheduled = false;
    const outgoing = this.outgoing;
    this.outgoing = [];
    if (outgoing.length > 0) this.deliver(outgoing);
    this.onFlushed();
  }

  private deliver(outgoing: readonly Outgoing[]): void {
    const sole = outgoing.every(({ from }) => from === outgoing[0]?.from) ? outgoing[0]?.from : undefined;
    const isSmall = sole === undefined && this.members.size <= smallRoom;
    const shared = new Map<number | undefined, Buffer>();
    for (const member of this.members) {
      if (member === sole || this.behind.has(member)) continue;
      const packed = isSmall ? packFor(member, outgoing) : this.packShared(shared, member, outgoing);
      if (packed !== undefined) member.write(packed);
    }
  }

  private packShared(shared: Map<number | undefined, Buffer>, member: Member, outgoing: readonly Outgoing[]): Buffer {
    let packed = shared.get(member.channel);
    if (packed === undefined) {
      packed = packMessages(
        outgoing.map(({ payload }) => payload),
        member.channel,
      );
      shared.set(member.channel, packed);
    }
    return packed;
  }
}

function packFor(member: Member, outgoing: readonly Outgoing[]): Buffer | undefined {
  const payloads = outgoing.filter(({ from }) => from !== member).map(({ payload }) => payload);
  return payloads.length === 0 ? undefined : packMessages(payloads, member.channel);
}
