import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Refusal } from '../guard/authorise.ts';
import type { Authority, Person } from './authority.ts';
import { readStateVector } from './content.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';

/** Documents fetched or sent over HTTP: prefetch of a queue, and the last flush of a page that is going (RELAY12). */
export interface Pull {
  readonly document: DocumentName;
  /** what the asker has; empty: everything is wanted */
  readonly stateVector: Uint8Array;
}

export type Pulled =
  | { readonly type: 'update'; readonly document: DocumentName; readonly update: Uint8Array; readonly seq: number }
  | { readonly type: 'refused'; readonly document: DocumentName };

export interface Push {
  readonly document: DocumentName;
  readonly update: Uint8Array;
}

export type Pushed =
  | { readonly type: 'durable'; readonly document: DocumentName; readonly seq: number }
  /** something before it is missing here: send what this state vector lacks */
  | { readonly type: 'incomplete'; readonly document: DocumentName; readonly stateVector: Uint8Array }
  | { readonly type: 'rejected'; readonly document: DocumentName; readonly reason: Refusal }
  | { readonly type: 'refused'; readonly document: DocumentName };

export class Batch {
  private readonly rooms: Rooms;
  private readonly authority: Authority;
  private readonly onRefused: (room: Room, person: Person, reason: Refusal, update: Uint8Array) => void;

  constructor(rooms: Rooms, authority: Authority, onRefused: Batch['onRefused']) {
    this.rooms = rooms;
    this.authority = authority;
    this.onRefused = onRefused;
  }

  /** Answers in the order asked. "Not there" and "not yours" are one answer. */
  async pull(person: Person, pulls: readonly Pull[]): Promise<readonly Pulled[]> {
    return inTurn(pulls, (pull) => this.pullOne(person, pull));
  }

  private async pullOne(person: Person, { document, stateVector }: Pull): Promise<Pulled> {
    const grant = await this.authority.grant(person, document);
    const state = stateVector.length === 0 ? new Map<number, number>() : readStateVector(stateVector);
    if (!grant.mayRead || state === undefined) return { type: 'refused', document };
    const { room, release } = await this.rooms.use(document);
    try {
      return { type: 'update', document, update: room.since(state), seq: room.seq };
    } finally {
      release();
    }
  }

  /** Judged as over a socket; answered once durable. */
  async push(person: Person, pushes: readonly Push[]): Promise<readonly Pushed[]> {
    return inTurn(pushes, (push) => this.pushOne(person, push));
  }

  private async pushOne(person: Person, { document, update }: Push): Promise<Pushed> {
    const grant = await this.authority.grant(person, document);
    if (!grant.mayRead) return { type: 'refused', document };
    const { room, release } = await this.rooms.use(document);
    try {
      const submitter = { user: person.id, grant: grant.write, member: undefined };
      let verdict = room.submit(update, submitter);
      if (verdict.type === 'claim') {
        await Promise.all(verdict.clientIds.map((id) => room.owners.claim(id, person.id)));
        verdict = room.submit(update, submitter);
      }
      if (verdict.type === 'heal') return { type: 'incomplete', document, stateVector: room.stateVector() };
      if (verdict.type === 'refuse') {
        this.onRefused(room, person, verdict.reason, update);
        return { type: 'rejected', document, reason: verdict.reason };
      }
      await room.settle();
      return { type: 'durable', document, seq: room.seq };
    } finally {
      release();
    }
  }
}

async function inTurn<A, B>(list: readonly A[], each: (a: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const a of list) results.push(await each(a));
  return results;
}
