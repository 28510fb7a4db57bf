import { applyOps } from '@consilium/shared/document/apply.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import * as Y from 'yjs';
import { askToKeep } from './ask-to-keep.ts';
import { beginAgain, beginLater, forgetOnceWritten, type RejectedPiece, saysReadOnly } from './begin-again.ts';
import type { Device } from './device.ts';
import { DocumentChannel } from './document-channel.ts';
import { destroyParts, type DocumentParts, makeParts } from './document-parts.ts';
import { EditLedger } from './edit-ledger.ts';
import type { DocumentAccess, OpenDocument } from './open-document.ts';
import { fromRelay, fromTab, isOwnEdit } from './origins.ts';
import { keepRejected, laidAsideInWords } from './rejected.ts';
import { saveFacts } from './save-facts.ts';
import { markAcknowledged, markKnown, nothingStored, readStoredDocument } from './store/stored-document.ts';
import { untilRead } from './store/until-read.ts';

/** One document open in this tab: on the device, in the other tabs and at the relay, kept in step. */
export class LiveDocument {
  readonly name: string;
  readonly #device: Device;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #parts: DocumentParts = makeParts([]);
  #ledger = new EditLedger({ keys: [], edits: 0 });
  #channel: DocumentChannel | undefined;
  #isLoaded = false;
  #isKnown = false;
  #isRebasing = false;
  #isGone = false;
  #access: DocumentAccess = 'unknown';
  #rejected: readonly string[] = [];
  #isBehind: boolean;
  /** done before the store was read, or since what is here is being handed in: to be done on the document that comes out of it */
  #opsToDo: (readonly Op[])[] = [];
  /** rows of what was done while it was begun again */
  #rowsMeanwhile: number[] = [];
  #early: Uint8Array[] = [];
  #freeing: ReturnType<typeof setTimeout> | undefined;
  #snapshot: OpenDocument;

  /** @param isBehind nobody looks at it (yet) */
  constructor(name: string, device: Device, isBehind: boolean) {
    this.name = name;
    this.#device = device;
    this.#isBehind = isBehind;
    this.#snapshot = this.#makeSnapshot();
    this.#stops.push(saveFacts.subscribe(() => this.#changed()));
    this.#stops.push(device.tabs.listen(name, (update) => this.#heardFromTab(update), () => void this.#rebase('begun again', true)));
    this.#stops.push(device.onEvicted(() => this.#writeWhole()));
    void this.#load();
  }

  current = (): OpenDocument => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get waiting(): number {
    return this.#ledger.waiting;
  }

  /** It is being begun again, or what was done before the store was read is not in it yet. */
  get isBusy(): boolean {
    return this.#isRebasing || this.#opsToDo.length > 0;
  }

  /** Somebody looks at it now. */
  hurry(): void {
    this.#isBehind = false;
    this.#channel?.hurry();
  }

  destroy(): void {
    this.#isGone = true;
    this.#freeRowsNow();
    for (const stop of this.#stops) stop();
    this.#channel?.stop();
    destroyParts(this.#parts);
  }

  /** Resolves when the relay has called everything durable. */
  flush = (): Promise<void> =>
    new Promise((resolve) => {
      const isDone = () =>
        this.#isLoaded &&
        !this.#isRebasing &&
        this.#ledger.waiting === 0 &&
        this.#channel !== undefined &&
        this.#isKnown;
      if (isDone()) return resolve();
      const stop = this.subscribe(() => {
        if (!isDone()) return;
        stop();
        resolve();
      });
    });

  /** What another tab says while this one still reads the store, or begins again, is held for the document that comes out of it. */
  #heardFromTab(update: Uint8Array): void {
    if (this.#isLoaded && !this.#isRebasing) Y.applyUpdate(this.#parts.doc, update, fromTab);
    else this.#early.push(update);
  }

  async #load(): Promise<void> {
    const { database } = this.#device;
    const stored = (await untilRead(database, () => readStoredDocument(database, this.name), 10_000)) ?? nothingStored;
    if (this.#isGone) return;
    const { updates, unacknowledged } = stored;
    this.#start(updates, new EditLedger(unacknowledged), unacknowledged.updates);
    this.#isKnown ||= stored.isKnown;
    this.#isLoaded = true;
    this.#changed();
  }

  #start(updates: readonly Uint8Array[], ledger: EditLedger, unacknowledged: readonly Uint8Array[] = []): void {
    this.#channel?.stop();
    destroyParts(this.#parts);
    this.#parts = makeParts([...updates, ...this.#early], unacknowledged);
    this.#early = [];
    this.#ledger = ledger;
    this.#parts.doc.on('update', (update: Uint8Array, origin: unknown) => this.#updated(update, origin));
    this.#channel = new DocumentChannel(
      this.#device.socket,
      this.name,
      { ...this.#parts, ledger, isBehind: this.#isBehind },
      {
        onOpened: () => this.#setAccess(this.#access === 'read' ? 'read' : 'write'),
        onSynced: () => this.#synced(),
        onAcknowledged: () => this.#acknowledged(),
        onRejected: (reason) => void this.#rebase(reason),
        onRefused: () => void this.#refused(),
        onLost: () => this.#changed(),
      },
    );
    for (const ops of this.#opsToDo.splice(0)) applyOps(this.#parts.doc, ops, this.#parts.origin);
    this.#count();
  }

  /** Tells the status bar how this document stands. */
  #count(): void {
    this.#device.waiting.set(this.name, this.#ledger.waiting, this.#ledger.unkept);
  }

  #updated(update: Uint8Array, origin: unknown): void {
    if (origin === fromRelay) this.#device.writer.write(this.name, update, 0);
    if (!isOwnEdit(origin)) return;
    const ledger = this.#ledger;
    const edit = ledger.edit();
    const rows = this.#isRebasing && origin === this.#parts.origin ? this.#rowsMeanwhile : undefined;
    this.#device.writer.write(this.name, update, 1, (key) => {
      rows?.push(key);
      const isAcknowledged = ledger.kept(key, edit);
      if (ledger !== this.#ledger) return; // begun anew meanwhile
      this.#count();
      if (isAcknowledged) this.#freeRows();
    });
    if (rows === undefined) this.#device.tabs.send(this.name, update); // else from the document that comes out of it
    this.#channel?.send(update);
    this.#count();
    askToKeep();
    this.#changed();
  }

  #synced(): void {
    if (!this.#isKnown) void markKnown(this.#device.database, this.name).catch(() => undefined); // asked again at the next visit
    this.#isKnown = true;
    this.#changed();
  }

  #acknowledged(): void {
    if (this.#ledger.waiting === 0) this.#parts.waitingMarks.clear();
    this.#freeRows();
    this.#count();
    this.#changed();
  }

  /** On a fast line the acknowledgement comes before this device has written the row: so it is asked for after either. Soon, not at once: the store has newer changes to write first. */
  #freeRows(): void {
    this.#freeing ??= setTimeout(() => this.#freeRowsNow(), freeAfterMs);
  }

  #freeRowsNow(): void {
    clearTimeout(this.#freeing);
    this.#freeing = undefined;
    const keys = this.#ledger.takeAcknowledgedRows();
    void markAcknowledged(this.#device.database, keys).catch(() => undefined); // they are sent once more at the next visit
  }

  /**
   * Rights changed, an id was not ours, or the relay cannot follow: begin again on the server's state with what it will take (STYLE.md rule 8).
   * Nothing is taken in meanwhile: what comes now and meets what was refused (one key set by both) deletes the one or the other here, and
   * that deletion must neither be kept nor be handed in once what was refused is gone.
   */
  async #rebase(reason: string, isToldByTab = false): Promise<void> {
    if (this.#isRebasing || !this.#isLoaded || this.#isGone) return;
    this.#isRebasing = true;
    this.#channel?.stop();
    this.#changed();
    const handedIn = (): void => void this.#opsToDo.splice(0);
    const begun = await beginAgain(this.#device, this.name, this.#parts.doc, (pieces) => this.#keepRejected(pieces), handedIn);
    this.#isRebasing = false;
    const rows = this.#rowsMeanwhile;
    this.#rowsMeanwhile = [];
    if (this.#isGone) return;
    const hasMore = rows.length > 0 || this.#opsToDo.length > 0;
    if (begun === undefined) return this.#goOnAsBefore(hasMore, () => void this.#rebase(reason, isToldByTab));
    if (begun.isReadOnly || saysReadOnly(reason)) this.#access = 'read';
    this.#start([begun.state], new EditLedger({ keys: [], edits: 0 }));
    if (hasMore) forgetOnceWritten(this.#device, this.name, rows);
    if (!isToldByTab) this.#device.tabs.tellBegunAgain(this.name); // they hold what was refused, too
    this.#changed();
  }

  /** The server could not be asked: what was done meanwhile is here and stays, and it is asked again once there is a link. */
  #goOnAsBefore(hasMore: boolean, again: () => void): void {
    this.#opsToDo = [];
    if (hasMore) this.#device.tabs.send(this.name, Y.encodeStateAsUpdate(this.#parts.doc));
    for (const update of this.#early.splice(0)) Y.applyUpdate(this.#parts.doc, update, fromTab);
    this.#changed();
    beginLater(() => this.#isGone, again);
  }

  /** This person may not open it any more: what waits will never go in, so it is laid aside as one piece, and told. */
  async #refused(): Promise<void> {
    this.#setAccess('refused');
    const ledger = this.#ledger;
    if (ledger.waiting === 0) return;
    const words = laidAsideInWords(this.name, ledger.waiting);
    const isKept = await this.#keepRejected([{ words, bytes: new Uint8Array(Y.encodeStateAsUpdate(this.#parts.doc)) }]);
    if (!isKept || ledger !== this.#ledger) return; // it stays where it is, and goes on waiting
    ledger.setAside();
    this.#acknowledged();
  }

  /** @returns whether this device has it now */
  async #keepRejected(pieces: readonly RejectedPiece[]): Promise<boolean> {
    if (pieces.length === 0) return true;
    this.#rejected = [...this.#rejected, ...pieces.map(({ words }) => words)];
    return keepRejected(this.#device.database, this.name, pieces);
  }

  /** The browser emptied the store while this was open: everything is still here, so it goes down again. */
  #writeWhole(): void {
    if (!this.#isLoaded) return;
    const ledger = this.#ledger;
    const { waiting, lastEdit } = ledger;
    ledger.rowsLost();
    this.#count();
    this.#device.writer.write(this.name, Y.encodeStateAsUpdate(this.#parts.doc), waiting, (key) => {
      ledger.keptWhole(key, lastEdit);
      if (ledger === this.#ledger) this.#acknowledged();
    });
    if (this.#isKnown) void markKnown(this.#device.database, this.name).catch(() => undefined); // asked again at the next visit
  }

  /** What is done while the document is begun again is done here too: seen, written down and counted at once. */
  #apply = (ops: readonly Op[]): void => {
    if (!this.#isLoaded || this.#isRebasing) this.#opsToDo.push(ops);
    if (this.#isLoaded) return applyOps(this.#parts.doc, ops, this.#parts.origin);
    const { waiting } = this.#device;
    waiting.set(this.name, waiting.of(this.name) + 1, this.#opsToDo.length);
  };

  #setAccess(access: DocumentAccess): void {
    this.#access = access;
    this.#changed();
  }

  #changed(): void {
    const next = this.#makeSnapshot();
    const previous = this.#snapshot;
    const isSame =
      next.doc === previous.doc &&
      next.isReady === previous.isReady &&
      next.access === previous.access &&
      next.rejected === previous.rejected;
    if (!isSame) this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }

  #makeSnapshot(): OpenDocument {
    const isAnswered = this.#isKnown || this.#access === 'refused' || saveFacts.facts().link.type === 'down';
    return {
      ...this.#parts,
      name: this.name,
      isReady: this.#isLoaded && !this.#isRebasing && isAnswered,
      access: this.#access,
      rejected: this.#rejected,
      apply: this.#apply,
      flush: this.flush,
    };
  }
}

/** What was acknowledged in the meantime is marked in one transaction. */
const freeAfterMs = 250;
