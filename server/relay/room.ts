import * as Y from 'yjs';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { News } from '../bus/port.ts';
import { authorise, type GuardedDocument, type Verdict } from '../guard/authorise.ts';
import { scanNew } from '../guard/normalise.ts';
import { addToIndex, place } from '../guard/place.ts';
import type { Section, Summary } from '../guard/scan.ts';
import { Delivery } from './delivery.ts';
import { contentOf, readStored, type LoadedDocument } from './document.ts';
import { ExactView } from './exact-view.ts';
import { Frozen } from './frozen.ts';
import type { Growth } from './growth.ts';
import type { Member } from './member.ts';
import { Owners } from './owners.ts';
import { Presence } from './presence.ts';
import type { RoomParts, Submitter } from './room-parts.ts';
import { Run, Runs } from './run.ts';
import { Typing } from './typing.ts';
import { Waiters } from './waiters.ts';

/** One open document: judges what comes in, has it made durable, then shows it to everybody (RELAY2-6). */
export class Room {
  readonly name: DocumentName;
  readonly members = new Set<Member>();
  readonly presence: Presence;
  readonly owners: Owners;
  /** Appends admitted and committed so far; an acknowledgement waits until the second has reached the first. */
  admitted = 0;
  committed = 0;
  readonly frozen: Frozen;
  private readonly parts: RoomParts;
  private readonly loaded: LoadedDocument;
  private content: LoadedDocument['content'];
  private head: number;
  private readonly ahead = new Set<number>(); // sequences above the head that are here
  private readonly pending = new Map<number, Run>();
  private readonly runs = new Runs();
  private readonly exact: ExactView;
  private readonly guarded: GuardedDocument;
  private readonly typing: Typing;
  private readonly ownerOf = (client: number): string | undefined => this.owners.of(client);
  private readonly isUnclaimed = ({ client }: Section): boolean => this.owners.of(client) === undefined;
  private readonly delivery: Delivery;
  private readonly missed = new Map<Member, ReadonlyMap<number, number>>();
  private readonly waiters = new Waiters();
  private readonly growth: Growth;
  private isCompacting = false;
  private catchingUp: Promise<void> = Promise.resolve();
  isBroken = false;
  private readonly unsubscribe: () => void;

  constructor(name: DocumentName, loaded: LoadedDocument, parts: RoomParts) {
    this.name = name;
    this.loaded = loaded;
    this.parts = parts;
    this.content = loaded.content;
    this.head = loaded.head;
    this.frozen = new Frozen(name, loaded.isFrozen, parts.log);
    this.growth = loaded.growth;
    this.owners = new Owners(name, loaded.owners, parts.log);
    const { bus, clock } = parts;
    this.exact = new ExactView(clock, () => [
      this.content.since(new Map()),
      ...[...this.pending.values()].map((run) => run.close().update),
    ]);
    this.typing = new Typing(loaded.index, this.owners, this.runs, this.exact);
    this.guarded = { index: loaded.index, exact: () => this.exact.get() };
    this.delivery = new Delivery(this.members, this.missed, clock, () => this.afterDelivery());
    this.presence = new Presence(clock, (update) => this.delivery.presence(update), (update) => bus.publish({ type: 'presence', document: name, update }));
    this.unsubscribe = bus.subscribe(name, (news) => this.onNews(news));
  }

  get seq(): number {
    return this.head;
  }

  get isFrozen(): boolean {
    return this.frozen.isNow;
  }

  get isIdle(): boolean {
    return this.members.size === 0 && this.pending.size === 0;
  }

  /** Whether the log has gained so much that it should be folded when the document leaves. */
  get hasGrown(): boolean {
    return this.growth.isWorthFolding();
  }

  /** State vector of all that was admitted, durable or about to be. */
  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.loaded.index.state());
  }

  /** What somebody with this state lacks of the durable document. */
  since(state: ReadonlyMap<number, number>): Uint8Array {
    return this.content.since(state);
  }

  /**
   * Judges an update and, when admitted, hands it to the log at once; `committed` tells when it is durable.
   * @returns the verdict, or the clientIDs that must be claimed before there can be one
   */
  submit(
    update: Uint8Array,
    by: Submitter,
  ): Verdict | { readonly type: 'claim'; readonly clientIds: readonly number[] } {
    const scanned = scanNew(update, this.loaded.index);
    if (!scanned.ok) {
      if (scanned.error.type === 'gap') return { type: 'heal', reason: 'gap' };
      return { type: 'refuse', reason: `malformed: ${scanned.error.reason}` };
    }
    const summary = scanned.value;
    if (by.grant !== undefined && !this.isFrozen && summary.sections.some(this.isUnclaimed))
      return { type: 'claim', clientIds: summary.sections.filter(this.isUnclaimed).map(({ client }) => client) };
    const { user, grant } = by;
    const { guarded, isFrozen, ownerOf } = this;
    const verdict = authorise(summary, guarded, { user, grant, isFrozen, ownerOf });
    if (verdict.type !== 'admit') return verdict;
    addToIndex(this.loaded.index, verdict.summary, verdict.placed);
    const isAsSent = verdict.update === summary.update;
    this.append(isAsSent ? verdict.summary : readStored(verdict.update), user, by.member);
    return verdict;
  }

  /** As `submit`, for the everyday frame alone. @returns false, with nothing done, for all else */
  takeKeystroke(frame: Uint8Array, by: Member): boolean {
    return !this.isFrozen && this.typing.take(frame, by);
  }

  /** Takes in an update of the server's own, which nobody judges. */
  adopt(update: Uint8Array, actorId: string): void {
    const summary = readStored(update);
    const placed = place(summary, this.loaded.index);
    if (!placed.ok) throw new Error(`the server's own update does not fit ${this.name}: ${placed.error.type}`);
    addToIndex(this.loaded.index, summary, placed.value);
    this.append(summary, actorId, undefined);
  }

  /** Hands an update to the log, with what its client adds until the log comes to write it (RELAY14). */
  private append(summary: Summary, actorId: string, from: Member | undefined): void {
    this.exact.add(summary.update);
    if (this.runs.take(summary, actorId, from)) return;
    const run = new Run(++this.admitted, summary, actorId, from);
    this.runs.begin(run);
    this.pending.set(run.number, run);
    this.parts.log.append(this.name, actorId, run.clientId, () => run.close().update).then(
      ({ seq }) => this.onAppended(seq, run),
      (error: unknown) => this.break(error),
    );
  }

  private onAppended(seq: number, run: Run): void {
    if (this.isBroken) return;
    this.pending.delete(run.number);
    this.committed = run.number;
    const summary = run.close();
    this.runs.forgetClosed();
    const { update } = summary;
    if (this.take(seq, update)) {
      this.content.add(summary);
      this.delivery.update(update, run.from);
      this.parts.bus.publish({ type: 'update', document: this.name, seq, update });
    }
    this.waiters.reached(this.committed);
    this.delivery.schedule();
    if (this.ahead.size > 0) this.parts.clock.after(50, () => void this.catchUp());
  }

  /** Notes a sequence as here; false when it already was. */
  private take(seq: number, update: Uint8Array): boolean {
    if (seq <= this.head || this.ahead.has(seq)) return false;
    this.growth.add(update);
    this.ahead.add(seq);
    while (this.ahead.delete(this.head + 1)) this.head++;
    return true;
  }

  /** Resolves when everything admitted so far is durable. */
  settle(): Promise<void> {
    if (this.committed >= this.admitted) return Promise.resolve();
    return this.waiters.until(this.admitted);
  }

  private onNews(news: News): void {
    if (news.type === 'presence') this.presence.receiveRemote(news.update);
    else if (news.type === 'who') this.presence.tellOthers();
    else if (news.type === 'state') this.frozen.reread().catch((error: unknown) => this.break(error));
    else if (news.seq !== this.head + 1 || !this.takeRemote(news.seq, news.update)) void this.catchUp();
  }

  /** An update that another relay admitted. False when it does not fit here yet. */
  private takeRemote(seq: number, update: Uint8Array): boolean {
    if (seq <= this.head || this.ahead.has(seq)) return true;
    const { index } = this.loaded;
    const scanned = scanNew(update, index);
    const placed = scanned.ok ? place(scanned.value, index) : scanned;
    if (!scanned.ok || !placed.ok) return false;
    this.take(seq, update);
    addToIndex(index, scanned.value, placed.value);
    this.exact.add(update);
    this.content.add(readStored(update));
    this.delivery.update(update, undefined);
    return true;
  }

  /** Reads from the log what this relay has not heard of (RELAY9); what is asked meanwhile reads once more. */
  catchUp(): Promise<void> {
    this.catchingUp = this.catchingUp.then(() => this.readLog());
    return this.catchingUp;
  }

  private async readLog(): Promise<void> {
    if (this.isBroken) return;
    try {
      const [updates, owners] = await Promise.all([
        this.parts.log.since(this.name, this.head),
        this.parts.log.clientOwners(this.name),
      ]);
      this.owners.learn(owners);
      const first = updates[0];
      if (first !== undefined && first.seq > this.head + 1 && !this.ahead.has(this.head + 1)) {
        return this.break(new Error('the log was folded beyond what is here'));
      }
      for (const { seq, update } of updates) {
        // In its place in the log and still not fitting: it followed a failed append (see `takeFitting`).
        if (!this.takeRemote(seq, update)) this.take(seq, update);
      }
    } catch (error) {
      this.break(error);
    }
  }

  join(member: Member): void {
    this.members.add(member);
  }

  leave(member: Member): void {
    this.members.delete(member);
    this.missed.delete(member);
    this.presence.leave(member);
  }

  private afterDelivery(): void {
    for (const member of this.members) {
      // Nothing is waiting to be delivered now: a reader who has just fallen behind was sent all there is.
      if (member.isBehind && !this.missed.has(member)) this.missed.set(member, this.content.state());
      member.onCommitted();
    }
    if (!this.isCompacting && this.growth.isDue(this.content.sizeBytes)) void this.compact();
  }

  /** Folds the log and takes over the smaller snapshot, in which deleted content is gone. */
  async compact(): Promise<void> {
    this.isCompacting = true;
    this.growth.reset();
    try {
      if (!(await this.parts.log.compact(this.name)) || this.isBroken || this.members.size === 0) return;
      const stored = await this.parts.log.load(this.name);
      // Only what this room has seen: the rest arrives by its own way.
      if (stored.snapshotSeq > this.head || this.isBroken || this.ahead.size > 0) return;
      const until = this.head;
      if (stored.head >= until) this.content = contentOf(stored, until);
    } catch {
      // Compaction can wait; the log is as good as before.
    } finally {
      this.isCompacting = false;
    }
  }

  /** Answers sync step 1; a reader who is behind gets the answer when it has caught up. */
  answer(member: Member, state: ReadonlyMap<number, number>): void {
    if (member.isBehind) this.missed.set(member, state);
    else member.send({ type: 'step2', update: this.content.since(state) });
  }

  /** Sends a reader who has caught up everything that it was not sent. */
  resume(member: Member): void {
    const state = this.missed.get(member);
    if (state === undefined) return;
    this.missed.delete(member);
    this.answer(member, state);
  }

  private break(error: unknown): void {
    if (this.isBroken) return;
    this.isBroken = true;
    this.waiters.fail(error);
    this.parts.onBroken(error);
  }

  close(): void {
    this.isBroken = true;
    this.unsubscribe();
    this.exact.drop();
  }
}
