import type { Grant } from '@consilium/shared/permissions/policy.ts';
import type { Frame } from '@consilium/shared/wire/frames.ts';
import { makeInProcessBus } from '@consilium/server/bus/in-process.ts';
import type { Bus, News } from '@consilium/server/bus/port.ts';
import type { UpdateLog } from '@consilium/server/log/port.ts';
import type { RelayClock } from '@consilium/server/relay/clock.ts';
import { Membership } from '@consilium/server/relay/membership.ts';
import { Rooms } from '@consilium/server/relay/rooms.ts';
import { makeMemoryLog, type MemoryLog } from '../harness/memory-log.ts';
import { reader, writer } from '../harness/relay.ts';
import { SimulatedClock } from './clock.ts';
import { SimulatedLine } from './line.ts';
import type { Random } from './random.ts';

export const documentName = 'consensus/simulated';

/** One relay process: it can die, and then forgets everything but the log. */
export class SimulatedRelay {
  rooms: Rooms;
  readonly errors: string[];
  private readonly world: World;
  private life = 0;
  private clock: RelayClock;
  private disk: Promise<unknown> = Promise.resolve();
  private readonly bus: Bus;
  private readonly lines = new Set<SimulatedLine>();

  constructor(world: World, bus: Bus) {
    this.world = world;
    this.errors = world.errors;
    this.bus = bus;
    this.clock = world.clock;
    this.rooms = this.boot();
  }

  private boot(): Rooms {
    this.clock = this.clockOf(this.life);
    return new Rooms({ log: this.diskOf(this.life), bus: this.bus, clock: this.clock }, (error) => this.onError(error));
  }

  /** The timers of this process: once it is dead none of them goes off. */
  private clockOf(life: number): RelayClock {
    const { clock } = this.world;
    const ifAlive = (callback: () => void) => () => {
      if (life === this.life) callback();
    };
    return {
      now: () => clock.now(),
      after: (ms, callback) => clock.after(ms, ifAlive(callback)),
      atTurnEnd: (callback) => clock.atTurnEnd(ifAlive(callback)),
    };
  }

  /** The log as this process reaches it: commits take time, may fail, and do not happen any more once it is dead. */
  private diskOf(life: number): UpdateLog {
    const { log, clock } = this.world;
    return {
      ...log,
      append: (...entry) => {
        const appended = this.disk
          .then(() => new Promise<void>((resolve) => void clock.after(this.world.commitMs(), resolve)))
          .then(() => {
            if (life !== this.life) return new Promise<never>(() => undefined);
            if (this.world.isDiskFull) throw new Error('simulated: disk full');
            return log.append(...entry);
          });
        this.disk = appended.catch(() => undefined);
        return appended;
      },
    };
  }

  private onError(error: unknown): void {
    const text = String(error);
    if (!text.includes('simulated')) this.errors.push(text);
  }

  async connect(
    user: string,
    onFrame: (frame: Frame) => void,
    onClose: (code: number) => void,
  ): Promise<SimulatedLine> {
    const line = new SimulatedLine(user, this.world, {
      onFrame,
      onClose,
      onGone: () => this.lines.delete(line),
      onError: (error) => this.onError(error),
    });
    this.lines.add(line);
    const { room, release } = await this.rooms.use(documentName);
    const membership: Membership = new Membership(line, room, this.world.grantOf(user), undefined, {
      clock: this.clock,
      schemaVersion: this.world.schemaVersion,
      onRefused: (refusedRoom, refusedPerson, reason, update) => {
        this.world.refusals.push({ user: refusedPerson.id, reason });
        void this.world.log.quarantine({ document: refusedRoom.name, userId: refusedPerson.id, reason, update });
      },
      onStopped: release,
    });
    line.open(membership);
    return line;
  }

  regrant(): void {
    for (const line of this.lines) line.membership?.regrant(this.world.grantOf(line.person.id));
  }

  freeze(isFrozen: boolean): void {
    for (const room of this.rooms.loaded()) room.frozen.isNow = isFrozen;
  }

  async catchUp(): Promise<void> {
    for (const room of this.rooms.loaded()) await room.catchUp();
  }

  /** kill -9: sockets break, nothing of memory remains; what had not reached the disk never does. */
  crash(): void {
    this.life++;
    this.disk = Promise.resolve();
    for (const line of [...this.lines]) line.cut();
    for (const room of this.rooms.loaded()) room.close();
    this.rooms = this.boot();
  }
}

/** Everything of a run that is not a client: log, bus, relays, clock, rights. */
export class World {
  readonly clock = new SimulatedClock();
  readonly log: MemoryLog = makeMemoryLog();
  readonly relays: SimulatedRelay[];
  readonly errors: string[] = [];
  readonly refusals: { user: string; reason: string }[] = [];
  readonly readers = new Set<string>();
  isFrozen = false;
  isDiskFull = false;
  /** the relays do not hear of each other; the log reaches them all */
  areParted = false;
  schemaVersion = 1;
  private readonly random: Random;

  constructor(random: Random, relays: number) {
    this.random = random;
    const bus = makeInProcessBus();
    this.relays = Array.from({ length: relays }, () => new SimulatedRelay(this, this.lossy(bus.join())));
  }

  commitMs(): number {
    return this.random.below(30);
  }

  lineMs(): number {
    return this.random.below(20);
  }

  /** A bus that loses, doubles, delays and reorders news, as pub/sub may, and carries none while the relays are parted. */
  private lossy(bus: Bus): Bus {
    const carry = (news: News): void => {
      if (this.areParted || this.random.chance(0.15)) return;
      if (this.random.chance(0.3)) this.clock.after(this.random.below(60), () => bus.publish(news));
      else bus.publish(news);
    };
    return {
      ...bus,
      publish: (news) => {
        carry(news);
        if (this.random.chance(0.1)) carry(news);
      },
    };
  }

  grantOf(user: string): Grant {
    return this.readers.has(user) ? reader : writer;
  }
}
