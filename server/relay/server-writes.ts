import * as Y from 'yjs';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { firstClientId } from '@consilium/shared/wire/client-ids.ts';
import type { Bus } from '../bus/port.ts';
import type { UpdateLog } from '../log/port.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';

/** What the server itself does with documents: publish into them, read them, freeze them (RELAY11). */
export class ServerWrites {
  private readonly rooms: Rooms;
  private readonly log: UpdateLog;
  private readonly bus: Bus;
  private readonly relayId: string;
  private readonly random: () => number;
  private readonly isLogShared: boolean;
  private readonly clientIds = new Map<DocumentName, number>();

  /** @param relayId names this process among those that share the log; no user id has a colon */
  constructor(rooms: Rooms, log: UpdateLog, bus: Bus, relayId: string, random: () => number, isLogShared: boolean) {
    this.rooms = rooms;
    this.log = log;
    this.bus = bus;
    this.relayId = relayId;
    this.random = random;
    this.isLogShared = isLogShared;
  }

  /** Resolves when all that is durable is in the room, also what another relay has acknowledged and whose news is late or lost. */
  private async settle(room: Room): Promise<void> {
    await room.settle();
    if (!this.isLogShared) return;
    await room.catchUp();
    await room.settle();
  }

  /** Changes a document as the server; resolves when that is durable. `change` sees everything admitted so far. */
  async write(name: DocumentName, change: (doc: Y.Doc) => void, actorId: string): Promise<void> {
    const { room, release } = await this.rooms.use(name);
    try {
      const clientId = await this.clientId(room);
      await this.settle(room);
      const update = changeOf(room, clientId, change);
      if (update !== undefined) room.adopt(update, actorId);
      await room.settle();
    } finally {
      release();
    }
  }

  /** An id below 4096 that is this relay's alone in this document: two relays never write under one id. */
  private async clientId(room: Room): Promise<number> {
    const known = this.clientIds.get(room.name);
    if (known !== undefined) return known;
    const first = 1 + Math.floor(this.random() * (firstClientId - 1));
    for (let i = 0; i < firstClientId - 1; i++) {
      const id = 1 + ((first + i - 1) % (firstClientId - 1));
      if ((await room.owners.claim(id, this.relayId)) !== this.relayId) continue;
      this.clientIds.set(room.name, id);
      return id;
    }
    throw new Error(`${room.name}: every server id is taken`);
  }

  /** A copy of all that is durable. */
  async read(name: DocumentName): Promise<Y.Doc> {
    const { room, release } = await this.rooms.use(name);
    try {
      await this.settle(room);
      const doc = new Y.Doc();
      Y.applyUpdate(doc, room.since(new Map()));
      return doc;
    } finally {
      release();
    }
  }

  /** From now on (here) and within a moment (on other relays) nobody but the server changes it; resolves when that is durable. */
  async freeze(name: DocumentName, isFrozen: boolean): Promise<void> {
    const { room, release } = await this.rooms.use(name);
    try {
      await room.frozen.set(isFrozen, async () => {
        await room.settle();
        await this.log.freeze(name, isFrozen);
      });
      this.bus.publish({ type: 'state', document: name });
    } finally {
      release();
    }
  }
}

function changeOf(room: Room, clientId: number, change: (doc: Y.Doc) => void): Uint8Array | undefined {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, room.since(new Map()));
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.transact(() => change(doc));
  doc.destroy();
  return updates.length === 0 ? undefined : Y.mergeUpdates(updates);
}
