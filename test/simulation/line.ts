import type { Line } from '@consilium/server/relay/line.ts';
import type { Membership } from '@consilium/server/relay/membership.ts';
import { decodeFrame, encodeFrame, type Frame } from '@consilium/shared/wire/frames.ts';
import { person } from '../harness/relay.ts';
import type { World } from './world.ts';

/** What a connection brings to its client, and to whom it belongs. */
interface Ends {
  readonly onFrame: (frame: Frame) => void;
  readonly onClose: (code: number) => void;
  readonly onGone: () => void;
  readonly onError: (error: unknown) => void;
}

/** A connection without sockets: bytes arrive late and in order, each way, until it is cut; what is under way then is lost. */
export class SimulatedLine implements Line {
  readonly person;
  readonly isBehind = false;
  membership: Membership | undefined;
  isCut = false;
  private readonly ends: Ends;
  private readonly world: World;
  private isClosing = false;
  private readonly arrival = { up: 0, down: 0 }; // of the last that was sent

  constructor(user: string, world: World, ends: Ends) {
    this.person = person(user);
    this.world = world;
    this.ends = ends;
  }

  open(membership: Membership): void {
    this.membership = membership;
    if (this.isCut) membership.stop();
    else membership.start();
  }

  private arrives(way: 'up' | 'down', what: () => void): void {
    const { clock } = this.world;
    this.arrival[way] = Math.max(this.arrival[way], clock.now() + this.world.lineMs());
    clock.after(this.arrival[way] - clock.now(), () => {
      if (!this.isCut) what();
    });
  }

  send(frame: Frame): void {
    this.sendBytes(encodeFrame(frame));
  }

  sendBytes(bytes: Uint8Array): void {
    this.arrives('up', () => this.membership?.receive(bytes));
  }

  write(packed: Buffer): void {
    if (this.isClosing) return;
    for (const payload of unpack(packed)) {
      const frame = decodeFrame(payload, 'server');
      if (!frame.ok) throw new Error(`the relay wrote a bad frame: ${frame.error.reason}`);
      this.arrives('down', () => this.ends.onFrame(frame.value));
    }
  }

  addWaiting(): void {}

  fail(error: unknown): void {
    this.ends.onError(error);
    this.close(4500);
  }

  close(code: number): void {
    if (this.isCut || this.isClosing) return;
    this.isClosing = true;
    this.membership?.stop();
    this.arrives('down', () => {
      this.cut();
      this.ends.onClose(code);
    });
  }

  endMembership(_membership: Membership, code: number): void {
    this.close(code);
  }

  /** The network is gone; neither side is told in order. */
  cut(): void {
    if (this.isCut) return;
    this.isCut = true;
    this.membership?.stop();
    this.ends.onGone();
  }
}

/** Takes packed WebSocket messages apart. */
function unpack(packed: Buffer): Uint8Array[] {
  const payloads: Uint8Array[] = [];
  let at = 0;
  while (at < packed.length) {
    const short = packed[at + 1]!; // the packer writes whole headers
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length = short < 126 ? short : short === 126 ? packed.readUInt16BE(at + 2) : packed.readUInt32BE(at + 6);
    payloads.push(new Uint8Array(packed.subarray(at + header, at + header + length)));
    at += header + length;
  }
  return payloads;
}
