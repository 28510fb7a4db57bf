import * as Y from 'yjs';
import { encodeFrame } from '@consilium/shared/wire/frames.ts';
import type { Random } from './random.ts';
import type { SimulatedLine } from './line.ts';
import type { SimulatedRelay } from './world.ts';

/** Signed in, allowed to write, and malicious. Knows everything that the relay shows. */
export class Attacker {
  readonly user = 'mallory';
  private line: SimulatedLine | undefined;
  private readonly relays: readonly SimulatedRelay[];
  private readonly random: Random;
  private readonly doc = new Y.Doc(); // what it was shown; it writes under `id`
  private readonly id: number;

  constructor(relays: readonly SimulatedRelay[], random: Random) {
    this.relays = relays;
    this.random = random;
    this.id = 4096 + random.below(2 ** 31);
  }

  async attack(): Promise<void> {
    if (this.line === undefined || this.line.isCut) {
      this.line = await this.random.pick(this.relays).connect(
        this.user,
        (frame) => {
          if (frame.type === 'step2' || frame.type === 'update') Y.applyUpdate(this.doc, frame.update, 'relay');
        },
        () => undefined,
      );
      this.line.send({ type: 'step1', stateVector: Uint8Array.of(0) });
    }
    this.line.sendBytes(this.frame());
  }

  /** Of what the relay has shown: ids and keys that nobody was shown cannot be guessed (they are random). */
  private frame(): Uint8Array {
    const ids = [...this.doc.store.clients.keys()].filter((id) => id !== this.id);
    const victim = ids.length === 0 ? this.id : this.random.pick(ids);
    const seen = Y.encodeStateAsUpdate(this.doc);
    switch (this.random.below(10)) {
      case 0:
        return this.update(this.as(victim, (doc) => doc.getMap('annotations').set('forged', 1)));
      case 1:
        return this.update(this.as(this.id, (doc) => forEachComment(doc, (comments, key) => comments.delete(key))));
      case 2:
        return this.update(
          this.as(this.id, (doc) => forEachComment(doc, (comments, key) => comments.set(key, 'forged'))),
        );
      case 3:
        return this.update(seen);
      case 4:
        return this.update(mutated(seen, this.random));
      case 5:
        return Uint8Array.from({ length: 1 + this.random.below(30) }, () => this.random.below(256));
      case 6:
        return this.update(deleteAll(victim));
      case 7:
        return encodeFrame({ type: 'hello', wire: 1, schema: 1, clientId: victim });
      case 8:
        return this.update(this.as(this.id, (doc) => doc.getText('text').insert(0, 'spam')));
      default:
        return this.update(this.as(this.id, (doc) => doc.getMap('published').set('round', 'forged')));
    }
  }

  private update(update: Uint8Array): Uint8Array {
    return encodeFrame({ type: this.random.chance(0.5) ? 'update' : 'step2', update });
  }

  /** What somebody would send who wrote under this id. */
  private as(clientId: number, change: (doc: Y.Doc) => void): Uint8Array {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc));
    const before = Y.encodeStateVector(doc);
    doc.clientID = clientId;
    doc.transact(() => change(doc));
    return Y.encodeStateAsUpdate(doc, this.random.chance(0.7) ? before : undefined);
  }
}

function forEachComment(doc: Y.Doc, change: (comments: Y.Map<unknown>, key: string) => void): void {
  const comments = doc.getMap('comments');
  for (const key of [...comments.keys()]) change(comments, key);
}

function mutated(update: Uint8Array, random: Random): Uint8Array {
  const bytes = update.slice();
  for (let i = 0; i < 3; i++) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

/** No structs; one client, one range: everything it ever wrote and ever will. */
function deleteAll(clientId: number): Uint8Array {
  return Uint8Array.from([0, 1, clientId, 1, 0, 2 ** 30].flatMap(varuint));
}

function varuint(number: number): number[] {
  const bytes: number[] = [];
  let left = number;
  while (left > 127) {
    bytes.push((left % 128) | 128);
    left = Math.floor(left / 128);
  }
  return [...bytes, left];
}
