import { applyOps } from '@consilium/shared/document/apply.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import * as Y from 'yjs';
import { notify } from '../ui/notify.ts';
import { beginAgain, type RejectedPiece, saysReadOnly } from './begin-again.ts';
import type { Device } from './device.ts';
import { DocumentChannel } from './document-channel.ts';
import { destroyParts, type DocumentParts, makeParts } from './document-parts.ts';
import { EditLedger } from './edit-ledger.ts';
import type { DocumentAccess, OpenDocument } from './open-document.ts';
import { fromRelay, fromTab, isOwnEdit } from './origins.ts';
import { now, saveFacts } from './save-facts.ts';
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
  #pendingOps: Op[] = [];
  #early: Uint8Array[] = [];
  #freeing: ReturnType<typeof setTimeout> | undefined;
  #snapshot: OpenDocument;

  constructor(name: string, device: Device) {
    this.name = name;
    this.#device = device;
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
      { ...this.#parts, ledger },
      {
        onOpened: () => this.#setAccess(this.#access === 'read' ? 'read' : 'write'),
        onSynced: () => this.#synced(),
        onAcknowledged: () => this.#acknowledged(),
        onRejected: (reason) => void this.#rebase(reason),
        onRefused: () => void this.#refused(),
        onLost: () => this.#changed(),
      },
    );
    const ops = this.#pendingOps;
    this.#pendingOps = [];
    if (ops.length > 0) this.#apply(ops);
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
    this.#device.writer.write(this.name, update, 1, (key) => {
      const isAcknowledged = ledger.kept(key, edit);
      if (ledger !== this.#ledger) return; // begun anew meanwhile
      this.#count();
      if (isAcknowledged) this.#freeRows();
    });
    this.#device.tabs.send(this.name, update);
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
    if (this.#isRebasing || !this.#isLoaded) return;
    this.#isRebasing = true;
    this.#channel?.stop();
    this.#changed();
    const begun = await beginAgain(this.#device, this.name, this.#parts.doc, (pieces) => this.#keepRejected(pieces));
    this.#isRebasing = false;
    if (this.#isGone) return;
    if (begun === undefined) {
      for (const update of this.#early.splice(0)) Y.applyUpdate(this.#parts.doc, update, fromTab);
      return void setTimeout(() => void this.#rebase(reason, isToldByTab), 5_000);
    }
    if (begun.isReadOnly || saysReadOnly(reason)) this.#access = 'read';
    this.#start([begun.state], new EditLedger({ keys: [], edits: 0 }));
    if (!isToldByTab) this.#device.tabs.tellBegunAgain(this.name); // they hold what was refused, too
    this.#changed();
  }

  /** This person may not open it any more: what waits will never go in, so it is laid aside as one piece, and told. */
  async #refused(): Promise<void> {
    this.#setAccess('refused');
    const ledger = this.#ledger;
    if (ledger.waiting === 0) return;
    const words = `${ledger.waiting === 1 ? '1 change' : `${ledger.waiting} changes`} in ${documentInWords(this.name)}: it is not open to you any more`;
    const isKept = await this.#keepRejected([
      { words, bytes: new Uint8Array(Y.encodeStateAsUpdate(this.#parts.doc)) },
    ]);
    if (!isKept || ledger !== this.#ledger) return; // it stays where it is, and goes on waiting
    ledger.setAside();
    this.#acknowledged();
  }

  /** Names, tells and keeps what could not go in. @returns whether this device has it now */
  async #keepRejected(pieces: readonly RejectedPiece[]): Promise<boolean> {
    if (pieces.length === 0) return true;
    const words = pieces.map((piece) => piece.words);
    this.#rejected = [...this.#rejected, ...words];
    notify(rejectedInWords(words), 'stop');
    const rows = pieces.map((piece) => ({ document: this.name, ...piece, at: now() }));
    return this.#device.database.rejected.bulkAdd(rows).then(
      () => true,
      () => false, // it stays in the list on the screen
    );
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

  #apply = (ops: readonly Op[]): void => {
    if (this.#isLoaded && !this.#isRebasing) applyOps(this.#parts.doc, ops, this.#parts.origin);
    else this.#pendingOps.push(...ops);
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

const documentInWords = (name: string): string => `a ${name.slice(0, name.indexOf('/'))}`;

function rejectedInWords(words: readonly string[]): string {
  const [first = ''] = words;
  const more = words.length === 1 ? '' : ` and ${words.length - 1} more`;
  return `The server did not take ${first}${more}. It is kept on this device; “Save a copy of my unsynced work” in your menu writes it to a file.`;
}

/** What was acknowledged in the meantime is marked in one transaction. */
const freeAfterMs = 250;

let hasAsked = false;

/** Asks the browser once not to empty this device's store by itself. */
function askToKeep(): void {
  if (hasAsked) return;
  hasAsked = true;
  void navigator.storage?.persist?.().catch(() => undefined); // it says no in its own way
}
