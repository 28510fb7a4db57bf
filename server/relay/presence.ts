import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { RelayClock } from './clock.ts';
import { relayLimits } from './limits.ts';
import type { Member } from './member.ts';

interface Present {
  clock: number;
  json: string;
  /** `undefined`: connected to another relay */
  readonly member: Member | undefined;
  seenAt: number;
}

const remoteLifetimeMs = 45_000; // y-protocols renews every 15 s
const farthestClockStep = 1_000_000;

/** Who is here, in y-protocols' awareness format. Each member speaks for one id, and its name is the server's (WIRE11). */
export class Presence {
  private readonly present = new Map<number, Present>();
  private readonly changed = new Set<number>();
  private readonly idOf = new Map<Member, number>();
  private sentAt = Number.NEGATIVE_INFINITY;
  private isScheduled = false;
  private readonly clock: RelayClock;
  private readonly deliver: (update: Uint8Array) => void;
  private readonly publish: (update: Uint8Array) => void;

  constructor(clock: RelayClock, deliver: (update: Uint8Array) => void, publish: (update: Uint8Array) => void) {
    this.clock = clock;
    this.deliver = deliver;
    this.publish = publish;
  }

  /** The id this member speaks for from now on (its hello), unless somebody else does. */
  claim(member: Member, clientId: number): void {
    if (!this.isTaken(clientId, member)) this.idOf.set(member, clientId);
  }

  /**
   * Takes the member's own entry of an awareness frame and leaves the others, which a stock client echoes.
   * @param mayUse whether the member's person may use this id at all
   * @returns false when the frame is malformed
   */
  receive(member: Member, update: Uint8Array, mayUse: (clientId: number) => boolean): boolean {
    const entries = readAwareness(update);
    if (entries === undefined) return false;
    let id = this.idOf.get(member);
    if (id === undefined) {
      id = entries.find(
        ({ clientId, json }) => json !== 'null' && !this.isTaken(clientId, member) && mayUse(clientId),
      )?.clientId;
      if (id === undefined) return true;
      this.idOf.set(member, id);
    }
    const own = entries.find(({ clientId }) => clientId === id);
    return own === undefined || this.take(member, id, own.clock, own.json);
  }

  private isTaken(clientId: number, member: Member): boolean {
    const holder = this.present.get(clientId);
    if (holder === undefined || holder.json === 'null') return false;
    return holder.member !== member && (holder.member === undefined || holder.member.person.id !== member.person.id);
  }

  private take(member: Member, id: number, clock: number, json: string): boolean {
    const last = this.present.get(id);
    const from = last?.clock ?? 0;
    if (last !== undefined && (clock < from || (clock === from && json !== 'null' && last.json !== 'null')))
      return true; // old news
    if (clock > from + farthestClockStep) return true;
    const state = stateFor(member, json);
    if (state === undefined) return false;
    if (state === 'too large') return true;
    if (!member.grant.hasPresence) {
      member.send({ type: 'awareness', update: writeAwareness([{ clientId: id, clock, json: state }]) });
      return true;
    }
    this.present.set(id, { clock, json: state, member, seenAt: this.clock.now() });
    this.note(id);
    return true;
  }

  /** Says that the member has gone. */
  leave(member: Member): void {
    const id = this.idOf.get(member);
    this.idOf.delete(member);
    const last = id === undefined ? undefined : this.present.get(id);
    if (id === undefined || last?.member !== member || last.json === 'null') return;
    this.present.set(id, { clock: last.clock, json: 'null', member: undefined, seenAt: this.clock.now() });
    this.note(id);
  }

  /** Entries of another relay, which has judged them. */
  receiveRemote(update: Uint8Array): void {
    for (const { clientId, clock, json } of readAwareness(update) ?? []) {
      const last = this.present.get(clientId);
      if (last !== undefined && (last.member !== undefined || last.clock >= clock)) continue;
      this.present.set(clientId, { clock, json, member: undefined, seenAt: this.clock.now() });
      this.note(clientId);
    }
  }

  /** Tells the other relays of everybody who is here on this one. */
  tellOthers(): void {
    const own = [...this.present].filter(([, { member }]) => member !== undefined);
    if (own.length > 0) this.publish(entriesOf(own));
  }

  /** Everybody who is here now, or `undefined` when nobody is. */
  all(): Uint8Array | undefined {
    this.forget();
    const entries = [...this.present].filter(([, { json }]) => json !== 'null');
    if (entries.length === 0) return undefined;
    return entriesOf(entries);
  }

  private forget(): void {
    const old = this.clock.now() - remoteLifetimeMs;
    for (const [id, { member, seenAt }] of this.present) {
      if (member === undefined && seenAt < old) this.present.delete(id);
    }
  }

  private note(id: number): void {
    this.changed.add(id);
    if (this.isScheduled) return;
    this.isScheduled = true;
    const waitMs = this.sentAt + relayLimits.presenceIntervalMs - this.clock.now();
    if (waitMs > 0) this.clock.after(waitMs, () => this.flush());
    else this.clock.atTurnEnd(() => this.flush());
  }

  private flush(): void {
    this.isScheduled = false;
    this.sentAt = this.clock.now();
    const entries: Entry[] = [];
    const own: Entry[] = [];
    for (const clientId of this.changed) {
      const found = this.present.get(clientId);
      if (found === undefined) continue;
      const entry = { clientId, clock: found.clock, json: found.json };
      entries.push(entry);
      if (found.member !== undefined || found.json === 'null') own.push(entry);
    }
    this.changed.clear();
    if (entries.length > 0) this.deliver(writeAwareness(entries));
    if (own.length > 0) this.publish(writeAwareness(own));
  }
}

/** The member's state with the server's word on who it is; `undefined`: not JSON of an object. */
function stateFor(member: Member, json: string): string | 'too large' | undefined {
  if (json.length > relayLimits.presenceBytes) return 'too large';
  const state = parse(json);
  if (state === null) return 'null';
  if (typeof state !== 'object' || Array.isArray(state)) return undefined;
  const { id, name } = member.person;
  const colour = colourOf(state);
  const written = JSON.stringify({ ...state, user: colour === undefined ? { id, name } : { id, name, color: colour } });
  if (/"(__proto__|constructor|prototype)":/.test(written)) return undefined;
  return Buffer.byteLength(written) > relayLimits.presenceBytes ? 'too large' : written;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // answered as malformed by the caller
  }
}

function colourOf(state: object): string | undefined {
  const user: unknown = 'user' in state ? state.user : undefined;
  if (typeof user !== 'object' || user === null || !('color' in user)) return undefined;
  return typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : undefined;
}

interface Entry {
  readonly clientId: number;
  readonly clock: number;
  readonly json: string;
}

const entriesOf = (present: readonly (readonly [number, Present])[]): Uint8Array =>
  writeAwareness(present.map(([clientId, { clock, json }]) => ({ clientId, clock, json })));

function readAwareness(update: Uint8Array): Entry[] | undefined {
  const decoder = decoding.createDecoder(update);
  try {
    const count = decoding.readVarUint(decoder);
    if (count * 3 > update.length) return undefined;
    const entries: Entry[] = [];
    for (let i = 0; i < count; i++) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      entries.push({ clientId, clock, json: decoding.readVarString(decoder) });
    }
    return decoding.hasContent(decoder) ? undefined : entries;
  } catch {
    return undefined; // lib0 throws on short input
  }
}

function writeAwareness(entries: readonly Entry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { clientId, clock, json } of entries) {
      encoding.writeVarUint(encoder, clientId);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, json);
    }
  });
}
