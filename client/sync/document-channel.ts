import { notFound, outOfStep, tooOld } from '@consilium/shared/wire/close-codes.ts';
import { wireVersion, type Frame } from '@consilium/shared/wire/frames.ts';
import {
  applyAwarenessUpdate,
  type Awareness,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { EditLedger } from './edit-ledger.ts';
import { fromRelay } from './origins.ts';
import type { Channel, ChannelListener, SharedSocket } from './shared-socket.ts';

export interface DocumentChannelListener {
  onOpened(): void;
  /** the server's whole state has arrived once on this connection */
  onSynced(): void;
  /** the ledger has moved */
  onAcknowledged(): void;
  /** the relay refused something that was sent, or this client's id, or does not get in step with what is here */
  onRejected(reason: string): void;
  onRefused(reason: string): void;
  onLost(): void;
}

/** Keeps one document in step with the relay over a channel of the shared socket (WIRE1, WIRE5-7). */
export class DocumentChannel implements ChannelListener {
  readonly #doc: Y.Doc;
  readonly #awareness: Awareness;
  readonly #ledger: EditLedger;
  readonly #listener: DocumentChannelListener;
  readonly #channel: Channel;
  readonly #onAwareness: (change: { added: number[]; updated: number[]; removed: number[] }, origin: unknown) => void;
  /** the relay has asked for what it lacks, and was answered: later changes go one by one */
  #isCaughtUp = false;
  #isStopped = false;
  #presence: ReturnType<typeof setTimeout> | undefined;
  #reopening: ReturnType<typeof setTimeout> | undefined;

  constructor(
    socket: SharedSocket,
    name: string,
    parts: { doc: Y.Doc; awareness: Awareness; ledger: EditLedger; isBehind: boolean },
    listener: DocumentChannelListener,
  ) {
    this.#doc = parts.doc;
    this.#awareness = parts.awareness;
    this.#ledger = parts.ledger;
    this.#listener = listener;
    this.#onAwareness = ({ added, updated, removed }, origin) => {
      if (origin !== fromRelay && [...added, ...updated, ...removed].includes(this.#awareness.clientID))
        this.#sendPresenceSoon();
    };
    this.#awareness.on('update', this.#onAwareness);
    this.#channel = socket.open(name, this, parts.isBehind);
  }

  /** A change was made here. */
  send(update: Uint8Array): void {
    if (this.#isCaughtUp) this.#sendCounted({ type: 'update', update });
  }

  /** Somebody looks at the document now. */
  hurry(): void {
    this.#channel.hurry();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#isCaughtUp = false;
    clearTimeout(this.#presence);
    clearTimeout(this.#reopening);
    this.#awareness.off('update', this.#onAwareness);
    this.#channel.close();
  }

  onOpened(): void {
    this.#begin();
    this.#listener.onOpened();
  }

  onLost(): void {
    this.#isCaughtUp = false;
    this.#ledger.linkLost();
    this.#forgetOthers();
    this.#listener.onLost();
  }

  onRefused(reason: string): void {
    this.onLost();
    if (reason === notFound) return this.#listener.onRefused(reason);
    if (reason === outOfStep) return this.#listener.onRejected(reason);
    this.#reopening = setTimeout(() => this.#channel.reopen(), 1_000); // the relay could not load it just now
  }

  onFrame(frame: Frame): void {
    switch (frame.type) {
      case 'step1':
        this.#sendCounted({ type: 'step2', update: Y.encodeStateAsUpdate(this.#doc, frame.stateVector) });
        this.#isCaughtUp = true;
        return;
      case 'step2':
        Y.applyUpdate(this.#doc, frame.update, fromRelay);
        return this.#listener.onSynced();
      case 'update':
        return Y.applyUpdate(this.#doc, frame.update, fromRelay);
      case 'awareness':
        return applyAwarenessUpdate(this.#awareness, frame.update, fromRelay);
      case 'queryAwareness':
        return this.#sendPresence();
      case 'ack':
        this.#ledger.acknowledge(frame.count);
        return this.#listener.onAcknowledged();
      case 'rejected':
        return this.#listener.onRejected(frame.reason);
      case 'unwelcome':
        return frame.reason === tooOld ? undefined : this.#listener.onRejected(frame.reason); // the link ends, no document with it
      case 'denied':
        return this.onRefused(frame.reason);
      case 'reset':
        return this.#begin();
      case 'welcome':
      case 'hello':
        return;
    }
  }

  #begin(): void {
    this.#isCaughtUp = false;
    this.#ledger.linkLost(); // whatever was heard of the link before, the relay counts from nothing
    this.#channel.send({ type: 'hello', wire: wireVersion, schema: 1, clientId: this.#doc.clientID });
    this.#channel.send({ type: 'step1', stateVector: Y.encodeStateVector(this.#doc) });
    this.#sendPresence();
  }

  #sendCounted(frame: Frame): void {
    this.#ledger.frameSent();
    this.#channel.send(frame);
  }

  /** At most thirty times a second. */
  #sendPresenceSoon(): void {
    this.#presence ??= setTimeout(() => {
      this.#presence = undefined;
      this.#sendPresence();
    }, 33);
  }

  #sendPresence(): void {
    const { clientID } = this.#awareness;
    if (this.#awareness.meta.has(clientID))
      this.#channel.send({ type: 'awareness', update: encodeAwarenessUpdate(this.#awareness, [clientID]) });
  }

  #forgetOthers(): void {
    const others = [...this.#awareness.getStates().keys()].filter((id) => id !== this.#awareness.clientID);
    removeAwarenessStates(this.#awareness, others, fromRelay);
  }
}
