import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type * as Y from 'yjs';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import { closeCode } from '@consilium/shared/wire/close-codes.ts';
import type { Bus, Change } from '../bus/port.ts';
import type { Refusal } from '../guard/authorise.ts';
import type { UpdateLog } from '../log/port.ts';
import type { Authority, Person } from './authority.ts';
import { Batch, type Pull, type Pulled, type Push, type Pushed } from './batch.ts';
import { systemClock, type RelayClock } from './clock.ts';
import { Connection } from './connection.ts';
import { relayLimits } from './limits.ts';
import { Membership } from './membership.ts';
import type { Room } from './room.ts';
import { Rooms } from './rooms.ts';
import { ServerWrites } from './server-writes.ts';

export interface RelayLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RelayParts {
  readonly log: UpdateLog;
  readonly bus: Bus;
  readonly authority: Authority;
  readonly logger: RelayLogger;
  readonly clock?: RelayClock;
  /** version of the documents' schema, told in welcome */
  readonly schemaVersion?: number;
  /** names this process among relays that share the log */
  readonly relayId?: string;
  readonly random?: () => number;
  /** how often open documents are compared with the log, 0 for never: needed where another process writes it too */
  readonly catchUpMs?: number;
}

export interface Relay {
  /** For the server's `upgrade` event, on `/sync` and `/sync/<document>`. Never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  write(document: DocumentName, change: (doc: Y.Doc) => void, actorId: string): Promise<void>;
  read(document: DocumentName): Promise<Y.Doc>;
  freeze(document: DocumentName, isFrozen?: boolean): Promise<void>;
  pull(person: Person, pulls: readonly Pull[]): Promise<readonly Pulled[]>;
  push(person: Person, pushes: readonly Push[]): Promise<readonly Pushed[]>;
  /** Figures for /metrics. */
  figures(): RelayFigures;
  /** Takes no more connections, makes everything durable, answers for it, closes with 1012. */
  stop(): Promise<void>;
}

export interface RelayFigures {
  readonly connections: number;
  readonly documents: number;
  readonly refused: number;
}

/** The relay of one process: sockets on one side, the log and the bus on the other. */
export function makeRelay(parts: RelayParts): Relay {
  return new LiveRelay(parts);
}

class LiveRelay implements Relay {
  private readonly parts: RelayParts;
  private readonly clock: RelayClock;
  private readonly rooms: Rooms;
  private readonly serverWrites: ServerWrites;
  private readonly batch: Batch;
  private readonly connections = new Set<Connection>();
  private readonly connectionsOf = new Map<string, number>();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: relayLimits.messageBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  private readonly stops: (() => void)[] = [];
  private refused = 0;
  private isStopping = false;

  constructor(parts: RelayParts) {
    this.parts = parts;
    this.clock = parts.clock ?? systemClock;
    const random = parts.random ?? Math.random;
    const relayId = parts.relayId ?? `relay:${random().toString(36).slice(2)}`;
    const { log, bus, authority } = parts;
    this.rooms = new Rooms({ log, bus, clock: this.clock }, (error) => this.onError(error));
    this.batch = new Batch(this.rooms, authority, (...refusal) => this.onRefused(...refusal));
    this.stops.push(
      authority.onChange((change) => this.onChange(change)),
      bus.onReconnect(() => void this.catchUp(true)),
      this.every(relayLimits.pingMs, () => this.pingAll()),
    );
    const catchUpMs = parts.catchUpMs ?? 0;
    this.serverWrites = new ServerWrites(this.rooms, log, bus, relayId, random, catchUpMs > 0);
    if (catchUpMs > 0) this.stops.push(this.every(catchUpMs, () => void this.catchUp(false)));
  }

  private pingAll(): void {
    for (const connection of this.connections) connection.ping();
  }

  private every(ms: number, action: () => void): () => void {
    let cancel: () => void = () => undefined;
    const schedule = () => {
      cancel = this.clock.after(ms, () => {
        schedule();
        action();
      });
    };
    schedule();
    return () => cancel();
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const url = urlOf(request);
    if (url === undefined || this.isStopping) return refuseUpgrade(socket, this.isStopping ? 503 : 400);
    const document = url.pathname === '/sync' || url.pathname === '/sync/' ? undefined : documentOf(url);
    this.parts.authority.authenticate({ headers: headersOf(request), url }).then(
      (person) => this.upgrade(request, socket, head, person, document),
      (error: unknown) => {
        this.onError(error);
        refuseUpgrade(socket, 503);
      },
    );
  }

  private upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    person: Person | undefined,
    document: string | undefined,
  ): void {
    if (socket.destroyed) return;
    try {
      this.sockets.handleUpgrade(request, socket, head, (websocket) =>
        this.connect(websocket, socket, person, document),
      );
    } catch (error) {
      this.onError(error);
      socket.destroy();
    }
  }

  private connect(
    websocket: WebSocket,
    socket: Duplex,
    person: Person | undefined,
    document: string | undefined,
  ): void {
    websocket.on('error', () => undefined); // without a listener a bad frame would end the process
    if (person === undefined) return websocket.close(closeCode.signedOut, 'not signed in');
    const count = this.connectionsOf.get(person.id) ?? 0;
    if (count >= relayLimits.connectionsPerPerson) return websocket.close(closeCode.tooMuch, 'too many connections');
    this.connectionsOf.set(person.id, count + 1);
    const connection = new Connection(websocket, socket, person, document, {
      clock: this.clock,
      admit: (...asked) => this.admit(...asked),
      askAgain: (membership) => this.askAgain(membership),
      onClosed: (closed) => this.onClosed(closed),
      onError: (error) => this.onError(error),
    });
    this.connections.add(connection);
  }

  private onClosed(connection: Connection): void {
    this.connections.delete(connection);
    const left = (this.connectionsOf.get(connection.person.id) ?? 1) - 1;
    if (left === 0) this.connectionsOf.delete(connection.person.id);
    else this.connectionsOf.set(connection.person.id, left);
  }

  private async admit(
    connection: Connection,
    document: string,
    channel: number | undefined,
  ): Promise<Membership | undefined> {
    const { person } = connection;
    const grant = await this.parts.authority.grant(person, document);
    if (!grant.mayRead) return undefined;
    const { room, release } = await this.rooms.use(document);
    return new Membership(connection, room, grant, channel, {
      clock: this.clock,
      schemaVersion: this.parts.schemaVersion ?? 1,
      onRefused: (...refusal) => this.onRefused(...refusal),
      onStopped: release,
    });
  }

  private onRefused(room: Room, person: Person, reason: Refusal, update: Uint8Array): void {
    this.refused++;
    this.parts.logger.warn({ document: room.name, user: person.id, reason, bytes: update.length }, 'update refused');
    const entry = { document: room.name, userId: person.id, reason, update: update.slice() };
    this.parts.log.quarantine(entry).catch((error: unknown) => this.onError(error));
  }

  /** Asks again for everybody a change may concern; until the answer is there nothing more is read from them (RELAY6). */
  private onChange(change: Change): void {
    for (const connection of this.connections) {
      if (change.userId !== undefined && connection.person.id !== change.userId) continue;
      for (const membership of connection.concerned(change.document)) void this.askAgain(membership);
    }
  }

  private askAgain(membership: Membership): Promise<void> {
    return membership.askAgain(this.parts.authority.grant(membership.person, membership.document));
  }

  /** Compares open documents with the log. @param isSure whether something was missed, so that each is read */
  private async catchUp(isSure: boolean): Promise<void> {
    const rooms = this.rooms.loaded();
    if (rooms.length === 0) return;
    try {
      const looks = rooms.map(({ frozen }) => frozen.look());
      const standings = await this.parts.log.standings(rooms.map(({ name }) => name));
      rooms.forEach(({ name }, i) => looks[i]?.(standings.get(name)?.isFrozen));
      for (const room of rooms) if (isSure || (standings.get(room.name)?.head ?? 0) > room.seq) await room.catchUp();
    } catch (error) {
      this.onError(error);
    }
  }

  private onError(error: unknown): void {
    this.parts.logger.error({ error }, 'relay');
  }

  write(document: DocumentName, change: (doc: Y.Doc) => void, actorId: string): Promise<void> {
    return this.serverWrites.write(document, change, actorId);
  }

  read(document: DocumentName): Promise<Y.Doc> {
    return this.serverWrites.read(document);
  }

  freeze(document: DocumentName, isFrozen = true): Promise<void> {
    return this.serverWrites.freeze(document, isFrozen);
  }

  pull(person: Person, pulls: readonly Pull[]): Promise<readonly Pulled[]> {
    return this.batch.pull(person, pulls);
  }

  push(person: Person, pushes: readonly Push[]): Promise<readonly Pushed[]> {
    return this.batch.push(person, pushes);
  }

  figures(): RelayFigures {
    return { connections: this.connections.size, documents: this.rooms.loaded().length, refused: this.refused };
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const stop of this.stops) stop();
    await Promise.race([
      this.settled(),
      new Promise<void>((resolve) => this.clock.after(relayLimits.drainMs, resolve)),
    ]);
    await new Promise<void>((resolve) => this.clock.atTurnEnd(resolve)); // acknowledgements go out at the end of the turn
    for (const connection of [...this.connections]) connection.close(closeCode.stopping, 'stopping');
    await this.settled(); // what came in while the first wait lasted
  }

  private async settled(): Promise<void> {
    await Promise.allSettled(this.rooms.loaded().map((room) => room.settle()));
    await this.parts.log.drain();
  }
}

function urlOf(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '', 'http://relay.invalid') ?? undefined;
}

/** The rest of the path after `/sync/`; a name that cannot be decoded is no document's. */
function documentOf(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.slice('/sync/'.length));
  } catch {
    return '';
  }
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function refuseUpgrade(socket: Duplex, status: 400 | 503): void {
  socket.end(
    `HTTP/1.1 ${status} ${status === 400 ? 'Bad Request' : 'Service Unavailable'}\r\nConnection: close\r\n\r\n`,
  );
}
