import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { closeCode } from '@consilium/shared/wire/close-codes.ts';
import { loadDocument } from './document.ts';
import { relayLimits } from './limits.ts';
import { Room } from './room.ts';
import type { RoomParts } from './room-parts.ts';

interface Entry {
  readonly opening: Promise<Room>;
  room: Room | undefined;
  users: number; // those who asked for it and have not let go
}

/** The documents that are open. Each is loaded once, kept while somebody uses it, and then leaves memory (RELAY2, RELAY10). */
export class Rooms {
  private readonly entries = new Map<DocumentName, Entry>();
  private readonly parts: Omit<RoomParts, 'onBroken'>;
  private readonly onError: (error: unknown) => void;

  constructor(parts: Omit<RoomParts, 'onBroken'>, onError: (error: unknown) => void) {
    this.parts = parts;
    this.onError = onError;
  }

  /** Opens a document, or joins those who have it open; `release` must follow. Rejects when it cannot be loaded. */
  async use(name: DocumentName): Promise<{ room: Room; release: () => void }> {
    const entry = this.entries.get(name) ?? this.open(name);
    entry.users++;
    const release = once(() => this.release(name, entry));
    try {
      return { room: await entry.opening, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  private open(name: DocumentName): Entry {
    const entry: Entry = { opening: this.load(name), room: undefined, users: 0 };
    this.entries.set(name, entry);
    entry.opening.then(
      (room) => (entry.room = room),
      () => this.forget(name, entry),
    );
    return entry;
  }

  private async load(name: DocumentName): Promise<Room> {
    const loaded = await loadDocument(this.parts.log, name);
    const room: Room = new Room(name, loaded, { ...this.parts, onBroken: (error) => this.onBroken(room, error) });
    return room;
  }

  /** The room's members come back, and find a document freshly loaded from the log. */
  private onBroken(room: Room, error: unknown): void {
    this.onError(error);
    const entry = this.entries.get(room.name);
    if (entry?.room === room) this.entries.delete(room.name);
    room.close();
    for (const member of [...room.members]) member.end(closeCode.tryAgain, 'try again');
  }

  private release(name: DocumentName, entry: Entry): void {
    entry.users--;
    if (entry.users === 0) this.parts.clock.after(relayLimits.roomIdleMs, () => this.forgetWhenIdle(name, entry));
  }

  private forgetWhenIdle(name: DocumentName, entry: Entry): void {
    if (entry.users > 0 || this.entries.get(name) !== entry) return;
    if (entry.room?.isIdle === false) {
      this.parts.clock.after(relayLimits.roomIdleMs, () => this.forgetWhenIdle(name, entry));
      return;
    }
    this.forget(name, entry);
    if (entry.room?.hasGrown === true) this.parts.log.compact(name).catch(this.onError);
    entry.room?.close();
  }

  private forget(name: DocumentName, entry: Entry): void {
    if (this.entries.get(name) === entry) this.entries.delete(name);
  }

  /** The rooms that are loaded now. */
  loaded(): Room[] {
    return [...this.entries.values()].flatMap(({ room }) => (room === undefined ? [] : [room]));
  }

  get(name: DocumentName): Room | undefined {
    return this.entries.get(name)?.room;
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
