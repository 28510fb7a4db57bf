import { createHash } from 'node:crypto';
import type { Grant } from '@consilium/shared/permissions/policy.ts';
import { isClientId } from '@consilium/shared/wire/client-ids.ts';
import { closeCode, outOfStep, tooOld } from '@consilium/shared/wire/close-codes.ts';
import { decodeFrame, encodeFrame, wireFloor, wireVersion, type Frame } from '@consilium/shared/wire/frames.ts';
import type { Refusal, Verdict } from '../guard/authorise.ts';
import { Acks } from './acks.ts';
import type { Person } from './authority.ts';
import { Bucket } from './bucket.ts';
import { readStateVector } from './content.ts';
import { relayLimits } from './limits.ts';
import { Inbox } from './inbox.ts';
import type { Line } from './line.ts';
import type { Member } from './member.ts';
import type { MembershipParts } from './membership-parts.ts';
import type { Room } from './room.ts';
import { Step1s } from './step1s.ts';
import { packMessages } from './ws-frame.ts';

/** One connection in one room: reads its frames in order and answers them (WIRE1-11). */
export class Membership implements Member {
  readonly person: Person;
  readonly channel: number | undefined;
  grant: Grant;
  private readonly connection: Line;
  private readonly room: Room;
  private readonly parts: MembershipParts;
  private readonly acks = new Acks();
  private readonly step1s: Step1s;
  private readonly refusals: Bucket;
  private readonly bytes: Bucket;
  private readonly inbox: Inbox;
  private rights: Promise<void> = Promise.resolve(); // the answer to the newest question about them
  private questions = 0;
  private isEnded = false;
  private clientId: number | undefined; // of its hello
  private claimed = 0;
  private heals = 0;
  private isHealing = false;

  constructor(connection: Line, room: Room, grant: Grant, channel: number | undefined, parts: MembershipParts) {
    this.connection = connection;
    this.person = connection.person;
    this.room = room;
    this.grant = grant;
    this.channel = channel;
    this.parts = parts;
    this.step1s = new Step1s(parts.clock, (stateVector) => this.answer(stateVector));
    this.inbox = new Inbox(connection, (bytes) => this.read(bytes));
    this.refusals = new Bucket(parts.clock, 32, 1);
    this.bytes = new Bucket(parts.clock, relayLimits.updateBytesBurst, relayLimits.updateBytesPerSecond);
  }

  get document(): string {
    return this.room.name;
  }

  get isBehind(): boolean {
    return this.connection.isBehind;
  }

  /** Joins the room: from here on it hears of every commit. */
  start(): void {
    if (this.room.isBroken) return this.end(closeCode.tryAgain, 'try again');
    this.room.join(this);
    this.send({ type: 'step1', stateVector: this.room.stateVector() });
    this.sendPresence();
  }

  private sendPresence(): void {
    const present = this.grant.hasPresence ? this.room.presence.all() : undefined;
    if (present !== undefined) this.send({ type: 'awareness', update: present });
  }

  send(frame: Frame): void {
    this.connection.write(packMessages([encodeFrame(frame)], this.channel));
  }

  write(packed: Buffer): void {
    this.connection.write(packed);
  }

  /** Reads one frame, or keeps it while something earlier is still being settled. */
  receive(bytes: Uint8Array): void {
    if (this.isEnded) return;
    if (this.inbox.isHeld) this.inbox.keep(bytes);
    else this.read(bytes);
  }

  /** The grant is being asked again: nothing more is read until then, and only the answer to the newest question counts (RELAY6). */
  askAgain(asked: Promise<Grant>): Promise<void> {
    const number = ++this.questions;
    this.rights = asked.then((grant) => {
      if (number === this.questions && !this.isEnded) this.regrant(grant);
    });
    this.inbox.hold(this.rights);
    return this.rights.catch(() => undefined); // which has ended the connection
  }

  /** Judges what waited for `first` once no question about rights is open either. */
  private async afterRights(first: Promise<unknown>, judge: () => void): Promise<void> {
    await first;
    for (let known: Promise<void> | undefined; known !== this.rights; ) await (known = this.rights);
    judge();
  }

  private read(bytes: Uint8Array): void {
    if (this.room.takeKeystroke(bytes, this)) return void (this.count(bytes) && this.taken());
    const frame = decodeFrame(bytes, 'client');
    if (!frame.ok) return this.connection.close(closeCode.malformed, frame.error.reason);
    switch (frame.value.type) {
      case 'step1':
        return this.onStep1(frame.value.stateVector);
      case 'step2':
      case 'update':
        return this.onUpdate(frame.value.update, frame.value.type === 'step2');
      case 'awareness':
        return this.onAwareness(frame.value.update);
      case 'queryAwareness':
        return this.step1s.take() ? this.sendPresence() : undefined;
      case 'hello':
        return this.onHello(frame.value);
      default:
        return this.connection.close(closeCode.malformed, 'not a frame for a server');
    }
  }

  private onStep1(bytes: Uint8Array): void {
    if (bytes.length > relayLimits.step1Bytes) this.connection.close(closeCode.tooMuch, 'too large a state vector');
    else this.step1s.ask(bytes);
  }

  private answer(stateVector: Uint8Array): void {
    if (this.isEnded) return;
    const state = readStateVector(stateVector);
    if (state === undefined) this.connection.close(closeCode.malformed, 'state vector');
    else this.room.answer(this, state);
  }

  private onAwareness(update: Uint8Array): void {
    const mayUse = (id: number) => isClientId(id) && (this.room.owners.of(id) ?? this.person.id) === this.person.id;
    const isSound =
      update.length <= relayLimits.awarenessFrameBytes && this.room.presence.receive(this, update, mayUse);
    if (!isSound) this.connection.close(closeCode.malformed, 'awareness');
  }

  private onHello(hello: Extract<Frame, { type: 'hello' }>): void {
    const refusal = this.helloRefusal(hello);
    if (refusal !== undefined) return this.unwelcome(refusal);
    if (this.grant.write === undefined) return this.welcome(hello.clientId);
    this.inbox.hold(
      this.room.owners.claim(hello.clientId, this.person.id).then((owner) => {
        if (owner === this.person.id) this.welcome(hello.clientId);
        else this.unwelcome('client id taken');
      }),
    );
  }

  private helloRefusal(hello: Extract<Frame, { type: 'hello' }>): string | undefined {
    if (hello.wire < wireFloor) {
      this.end(closeCode.tooOld, tooOld);
      return tooOld;
    }
    const isTaken = (this.room.owners.of(hello.clientId) ?? this.person.id) !== this.person.id;
    return !isClientId(hello.clientId) || isTaken ? 'client id taken' : undefined;
  }

  private welcome(clientId: number): void {
    this.clientId = clientId;
    this.room.presence.claim(this, clientId);
    this.send({
      type: 'welcome',
      wire: wireVersion,
      schema: this.parts.schemaVersion,
      clientId,
      mayWrite: this.mayWrite,
    });
  }

  private unwelcome(reason: string): void {
    this.send({ type: 'unwelcome', wire: wireVersion, schema: this.parts.schemaVersion, reason });
  }

  private get mayWrite(): boolean {
    return this.grant.write !== undefined && !this.room.isFrozen;
  }

  /** From now on this is its grant. */
  regrant(grant: Grant): void {
    const hadPresence = this.grant.hasPresence;
    this.grant = grant;
    if (!grant.mayRead) return this.end(closeCode.forbidden, 'no such document');
    if (hadPresence && !grant.hasPresence) this.room.presence.leave(this);
    if (this.clientId !== undefined) this.welcome(this.clientId);
  }

  private onUpdate(update: Uint8Array, isStep2: boolean): void {
    if (this.count(update)) this.judge(update, isStep2, this.acks.received);
  }

  /** Counts one more frame of updates; false where it is one too many. */
  private count({ length }: Uint8Array): boolean {
    const isWithin = this.bytes.take(length);
    if (isWithin) this.acks.received++;
    else this.connection.close(closeCode.tooMuch, 'too much at once');
    return isWithin;
  }

  /** What the newest frame held is admitted, or was here already. */
  private taken(): void {
    this.heals = 0;
    this.acks.onCommit(this.room.admitted);
  }

  private judge(update: Uint8Array, isStep2: boolean, ordinal: number, isSure = false): void {
    const verdict = this.room.submit(update, { user: this.person.id, grant: this.grant.write, member: this });
    if (verdict.type === 'claim') return this.claim(verdict.clientIds, update.slice(), isStep2, ordinal); // the frame's bytes are a view that is reused
    if (!isSure && this.isPerhapsLate(verdict)) {
      const again = update.slice();
      return this.inbox.hold(this.afterRights(this.room.catchUp(), () => this.judge(again, isStep2, ordinal, true)));
    }
    this.settle(verdict, update, isStep2, ordinal);
  }

  private claim(clientIds: readonly number[], update: Uint8Array, isStep2: boolean, ordinal: number): void {
    this.claimed += clientIds.length;
    if (this.claimed > relayLimits.clientIdsPerConnection) {
      return this.connection.close(closeCode.tooMuch, 'too many client ids');
    }
    const claims = clientIds.map((id) => this.room.owners.claim(id, this.person.id));
    this.inbox.hold(this.afterRights(Promise.all(claims), () => this.judge(update, isStep2, ordinal)));
  }

  /** Somebody who comes from another relay may know more than this one, which looks into the log before it refuses (RELAY9). */
  private isPerhapsLate(verdict: Verdict): boolean {
    return verdict.type === 'refuse' && (verdict.reason === 'foreign-client' || verdict.reason === 'foreign-content');
  }

  private settle(verdict: Verdict, update: Uint8Array, isStep2: boolean, ordinal: number): void {
    if (isStep2 && verdict.type !== 'heal') {
      this.isHealing = false;
      this.acks.healBy(this.room.admitted);
    }
    switch (verdict.type) {
      case 'admit':
      case 'nothing':
        this.taken();
        break;
      case 'heal':
        this.acks.onHeal();
        return this.heal(isStep2);
      case 'refuse':
        this.acks.onCommit(this.room.admitted);
        this.refuse(verdict.reason, update, ordinal);
    }
    if (this.room.committed === this.room.admitted) this.onCommitted();
  }

  /** An honest race: asks for everything the client has that the document lacks. */
  private heal(wasStep2: boolean): void {
    if (this.isHealing && !wasStep2) return;
    if (++this.heals > relayLimits.healsInARow) return this.end(closeCode.tryAgain, outOfStep);
    this.isHealing = true;
    this.send({ type: 'step1', stateVector: this.room.stateVector() });
  }

  private refuse(reason: Refusal, update: Uint8Array, ordinal: number): void {
    this.parts.onRefused(this.room, this.person, reason, update);
    if (this.clientId !== undefined) {
      const hash = createHash('sha256').update(update).digest();
      this.send({ type: 'rejected', ordinal, hash, reason });
    }
    if (!this.refusals.take(1)) this.connection.close(closeCode.tooMuch, 'too many refused updates');
  }

  onCommitted(): void {
    if (this.acks.advance(this.room.committed) && this.clientId !== undefined) {
      this.send({ type: 'ack', count: this.acks.settled, seq: this.room.seq });
    }
  }

  /** The socket has room again. */
  resume(): void {
    this.room.resume(this);
  }

  end(code: number, reason: string): void {
    this.connection.endMembership(this, code, reason);
  }

  /** Leaves the room; nothing is read or answered after this. */
  stop(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.inbox.close();
    this.room.leave(this);
    this.parts.onStopped();
  }
}
