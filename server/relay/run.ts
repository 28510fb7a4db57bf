import { type Encoded, encodeSection } from '../guard/encode.ts';
import type { Keystroke } from '../guard/keystroke.ts';
import type { DeleteRange, Section, Summary } from '../guard/scan.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { relayLimits } from './limits.ts';
import type { Member } from './member.ts';

/** What a run has taken in beyond its first update: all of its structs one behind the other, since there is no gap between them. */
interface Joined {
  readonly structs: GrowingBytes;
  readonly deletes: DeleteRange[];
  count: number;
  endClock: number;
}

/**
 * Admitted updates of one client, each going on where the last one ended, on their way to the log as one (RELAY14). Of those
 * it takes in only the bytes stay: in a busy second thousands wait for the disk.
 */
export class Run {
  readonly number: number;
  readonly actorId: string;
  readonly from: Member | undefined;
  private readonly first: Summary;
  private joined: Joined | undefined;
  private bytes: number;
  private whole: Encoded | undefined;

  /** @param number of the append in its room, as acknowledgements count them */
  constructor(number: number, first: Summary, actorId: string, from: Member | undefined) {
    this.number = number;
    this.actorId = actorId;
    this.from = from;
    this.first = first;
    this.bytes = first.update.length;
  }

  /** The client whose structs these are; 0 where there are only deletions. */
  get clientId(): number {
    return this.first.sections[0]?.client ?? 0;
  }

  get isClosed(): boolean {
    return this.whole !== undefined;
  }

  /** Takes an update in that goes on where the last one ended. @returns whether it did */
  take(summary: Summary, actorId: string, from: Member | undefined): boolean {
    const first = soleSection(this.first);
    const next = soleSection(summary);
    if (this.isClosed || actorId !== this.actorId || from !== this.from || first === undefined || next === undefined)
      return false;
    if (next.client !== first.client || next.clock !== (this.joined ?? first).endClock) return false;
    const joined = this.join(first, summary.update, next);
    if (joined === undefined) return false;
    for (const range of summary.deletes) joined.deletes.push(range);
    joined.count += next.structs.length;
    joined.endClock = next.endClock;
    return true;
  }

  /** Whether a keystroke of this member goes on where the run ends. */
  isBefore({ client, clock }: Keystroke, from: Member): boolean {
    if (this.from !== from || this.first.sections.length !== 1) return false;
    const [first] = this.first.sections;
    return first?.client === client && (this.joined ?? first).endClock === clock;
  }

  /** Takes in a keystroke that `isBefore` found. @returns whether there was room */
  takeKeystroke(bytes: Uint8Array, keystroke: Keystroke): boolean {
    const [first] = this.first.sections;
    const joined = first === undefined ? undefined : this.join(first, bytes, keystroke);
    if (joined === undefined) return false;
    joined.count++;
    joined.endClock += keystroke.length;
    return true;
  }

  /** Adds the structs that lie in `[start, end)` of an update; undefined, with nothing done, where there is no room for it. */
  private join(first: Section, update: Uint8Array, { start, end }: Pick<Section, 'start' | 'end'>): Joined | undefined {
    if (this.bytes + update.length > relayLimits.runBytes) return undefined;
    const joined = (this.joined ??= joinedFrom(this.first, first));
    joined.structs.add(update, start, end);
    this.bytes += update.length;
    return joined;
  }

  /** Whether an update builds on something of this run, and so must stay behind it. */
  isNeededBy(summary: Summary): boolean {
    const isHere = (client: number): boolean => this.first.sections.some((section) => section.client === client);
    return (
      summary.deletes.some(({ client }) => isHere(client)) ||
      summary.sections.some(({ structs }) =>
        structs.some(
          ({ originClient, rightClient, parentClient }) =>
            isHere(originClient) || isHere(rightClient) || isHere(parentClient),
        ),
      )
    );
  }

  /** All of it as one update, in bytes of its own: those that arrived are views into a larger read buffer. Takes nothing more. */
  close(): Encoded {
    this.whole ??= this.joined === undefined ? { ...this.first, update: this.first.update.slice() } : this.encoded(this.joined);
    return this.whole;
  }

  private encoded({ structs, deletes, count, endClock }: Joined): Encoded {
    const { client = 0, clock = 0 } = this.first.sections[0] ?? {};
    return encodeSection({ client, clock, endClock, structs: { length: count } }, structs.all(), deletes);
  }
}

const soleSection = (summary: Summary): Section | undefined =>
  summary.sections.length === 1 ? summary.sections[0] : undefined;

const joinedFrom = ({ update, deletes }: Summary, { start, end, structs, endClock }: Section): Joined => ({
  structs: new GrowingBytes(update.subarray(start, end)),
  deletes: [...deletes],
  count: structs.length,
  endClock,
});

/** The runs of a room that the log has not yet begun to write, in the order of their appends. */
export class Runs {
  private open: Run[] = [];

  begin(run: Run): void {
    this.forgetClosed();
    this.open.push(run);
  }

  /** Those that have been written: a quiet document would else keep every struct of its last update. */
  forgetClosed(): void {
    this.open = this.open.filter(({ isClosed }) => !isClosed);
  }

  /** The run that a keystroke continues, where there is one: it builds on nothing else, so whatever came after that run does not matter. */
  before(keystroke: Keystroke, from: Member): Run | undefined {
    for (let i = this.open.length - 1; i >= 0; i--) {
      const run = this.open[i]!; // `i` is within
      if (run.isClosed) return undefined;
      if (run.isBefore(keystroke, from)) return run;
    }
    return undefined;
  }

  /** Adds an update to the run it continues, unless it builds on a later one. @returns whether there was such a run */
  take(summary: Summary, actorId: string, from: Member | undefined): boolean {
    for (let i = this.open.length - 1; i >= 0; i--) {
      const run = this.open[i]!; // `i` is within
      if (run.isClosed) return false;
      if (run.take(summary, actorId, from)) return true;
      if (run.isNeededBy(summary)) return false;
    }
    return false;
  }
}
