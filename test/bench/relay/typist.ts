import * as decoding from 'lib0/decoding';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import { RawSocket } from './raw-socket.ts';

/** Somebody who types into a document: each keystroke is an update of one character, written without a Y.Doc. */
export class Typist {
  readonly id: number;
  readonly socket: RawSocket;
  /** Keystrokes of others that have arrived. */
  foreign = 0;
  onForeign: (client: number, clock: number) => void = () => undefined;
  onSynced: (update: Uint8Array) => void = () => undefined;
  onUpdate: (update: Uint8Array) => void = ignored;
  private clock = 0;

  constructor(url: string, room: string, id: number, user = `u${id}`) {
    this.id = id;
    this.socket = new RawSocket(`${url}/${room}?user=${user}`);
    this.socket.onMessage = (bytes, start, end) => this.read(bytes, start, end);
  }

  private read(bytes: Buffer, start: number, end: number): void {
    if (bytes[start] !== 0) return;
    if (bytes[start + 1] === 1) return this.onSynced(bodyOf(bytes.subarray(start, end)));
    if (bytes[start + 1] !== 2) return;
    if (this.onUpdate !== ignored) return this.onUpdate(bodyOf(bytes.subarray(start, end)));
    // 0, 2, length; then one section: its structs are counted, since a relay may send several keystrokes as one
    const sections = start + 2 + widthAt(bytes, start + 2);
    const at = sections + 1;
    const count = varuint(bytes, at);
    const clientAt = at + widthOf(count);
    const client = varuint(bytes, clientAt);
    if (client === this.id) return; // its own, out of a shared buffer
    this.foreign += count;
    const clock = varuint(bytes, clientAt + widthOf(client));
    for (let i = 0; i < count; i++) this.onForeign(client, clock + i);
  }

  type(): number {
    this.socket.send(keystroke(this.id, this.clock));
    return this.clock++;
  }

  hello(): void {
    this.socket.send(encodeFrame({ type: 'hello', wire: 1, schema: 1, clientId: this.id }));
  }

  /** Everything the server has, in answer to sync step 1. */
  ask(): Promise<Uint8Array> {
    const answer = new Promise<Uint8Array>((resolve) => (this.onSynced = resolve));
    this.socket.send(encodeFrame({ type: 'step1', stateVector: Uint8Array.of(0) }));
    return answer;
  }

  leave(): void {
    this.socket.end();
  }
}

function bodyOf(frame: Buffer): Uint8Array {
  const decoder = decoding.createDecoder(frame);
  decoder.pos = 2;
  return decoding.readVarUint8Array(decoder);
}

const ignored = (): void => undefined;
const widthOf = (number: number): number => (number < 128 ? 1 : number < 16_384 ? 2 : 3);
const widthAt = (bytes: Buffer, at: number): number => widthOf(varuint(bytes, at));

function varuint(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from, scale = 1; ; at++, scale *= 128) {
    const byte = bytes[at]!; // a whole frame lies before us
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

/**
 * The update frame of one more `a` behind the client's last one, in the text named `text`: Yjs update V1 with one section of
 * one struct (a string; beside its left neighbour, or first in the root), no deletions. Valid until the next one is made.
 */
export function keystroke(client: number, clock: number): Uint8Array {
  let at = 3; // behind sync, update, and the length, which comes last
  for (const number of [1, 1, client, clock]) at = put(at, number);
  scratch[at++] = clock === 0 ? 0x04 : 0x84;
  for (const number of clock === 0 ? root : [client, clock - 1]) at = put(at, number);
  for (const number of oneLetter) at = put(at, number);
  scratch[2] = at - 3;
  return scratch.subarray(0, at);
}

const scratch = Uint8Array.of(0, 2, ...new Uint8Array(60));
const root: readonly number[] = [1, 4, ...Buffer.from('text')]; // a parent by name
const oneLetter: readonly number[] = [1, 97, 0]; // `a`, and no deletions

function put(from: number, number: number): number {
  let at = from;
  let left = number;
  for (; left > 127; left = Math.floor(left / 128)) scratch[at++] = 128 | (left & 127);
  scratch[at++] = left;
  return at;
}
